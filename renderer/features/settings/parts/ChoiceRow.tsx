import type { ReactElement, ReactNode } from 'react';

/** What a group of buttons or a list decides: they bring their own accessible name, so this is text and no label. */
export const ChoiceRow = ({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}): ReactElement => (
  <div className="settings-choice">
    <p className="ui-field-label">{title}</p>
    {children}
    {hint === undefined ? null : <p className="ui-field-hint">{hint}</p>}
  </div>
);
