import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { FirstLook } from '#contract/overview';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph, verdictWord } from '#renderer/ui/Severity.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

export const Part = ({
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
  <section className="overview-part" aria-labelledby={id}>
    <div className="overview-part-head">
      <h2 id={id}>{title}</h2>
      {note === undefined ? null : <span className="muted">{note}</span>}
    </div>
    {children}
  </section>
);

/** A change that fixes one thing is told as that finding; one that fixes several leads to all of them. */
const hrefOf = (snapshot: string, look: FirstLook): string =>
  look.findings === 1 ? routes.finding(snapshot, look.finding) : routes.findings(snapshot, look.q);

const changeWords = (look: FirstLook): string =>
  [
    verdictWord(look.severity, false),
    look.findings === 1
      ? visible(look.title, 200).replace(/ fixes 1$/u, ' fixes it')
      : `the worst: ${visible(look.message, 300).replace(/\.$/u, '')}`,
    `shown by ${plural(look.objects, 'object')}`,
    look.fixable === 0 ? 'by hand' : look.fixable === look.findings ? 'patch ready' : `patch ready for ${look.fixable}`,
  ].join(' · ');

interface ListProps {
  readonly looks: readonly FirstLook[];
  readonly snapshot: string;
}

/** One thing to look at: its mark, where it leads, and what is said of it. */
const Look = ({
  mark,
  href,
  title,
  children,
}: {
  readonly mark: ReactNode;
  readonly href: string;
  readonly title: string;
  readonly children: string;
}): ReactElement => (
  <li className="overview-look">
    {mark}
    <div className="overview-look-text">
      <Link className="overview-look-title" href={href}>
        {title}
      </Link>
      <span className="overview-look-sub">{children}</span>
    </div>
  </li>
);

export const Changes = ({ looks, snapshot }: ListProps): ReactElement => (
  <ol className="overview-list">
    {looks.map(look => (
      <Look
        key={look.key}
        mark={<SeverityGlyph severity={look.severity} size={13} />}
        href={hrefOf(snapshot, look)}
        title={visible(look.findings === 1 ? look.message : look.title, 400)}
      >
        {changeWords(look)}
      </Look>
    ))}
  </ol>
);

export const Rights = ({ looks, snapshot }: ListProps): ReactElement => (
  <ol className="overview-list">
    {looks.map(look => (
      <Look
        key={look.key}
        mark={<Icon name="unknown" size={13} className="severity-unknown" />}
        href={routes.findings(snapshot, look.q)}
        title={plural(look.findings, 'check')}
      >
        {look.title === ''
          ? 'no right that could be advised would answer them'
          : `would be answered by ${visible(look.title, 300)}`}
      </Look>
    ))}
  </ol>
);
