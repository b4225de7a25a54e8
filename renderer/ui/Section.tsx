import type { ReactElement, ReactNode } from 'react';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A named part of a detail; jumps lead to its id. */
export const Section = ({ id, title, note, children }: Props): ReactElement => (
  <section className="section" id={id} aria-labelledby={`${id}-title`}>
    <div className="section-head">
      <h2 id={`${id}-title`}>{title}</h2>
      {note === undefined ? null : <span className="section-note">{note}</span>}
    </div>
    {children}
  </section>
);
