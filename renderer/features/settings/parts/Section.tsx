import type { ReactElement, ReactNode } from 'react';

/** One part of the settings, to which a jump and an address lead. Nine landmarks on a page would be none: headings lead too. */
export const Section = ({
  id,
  title,
  note,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}): ReactElement => (
  <div className="settings-section" id={`settings-${id}`}>
    <h2 id={`settings-${id}-title`} tabIndex={-1}>
      {title}
    </h2>
    {note === undefined ? null : <p className="muted settings-note">{note}</p>}
    <div className="settings-body">{children}</div>
  </div>
);
