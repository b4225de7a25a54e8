import { type ReactElement, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ObjectDetail, ObjectFinding, ObjectName } from '#contract/objects';
import { routes } from '#renderer/app/routes.ts';
import { SeverityGlyph, verdictWord } from '#renderer/ui/Severity.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { Section } from '#renderer/ui/Section.tsx';

export const placeOf = ({ kind, namespace, name }: ObjectName): string =>
  `${visible(kind, 80)} ${namespace === null ? '' : `${visible(namespace, 80)}/`}${visible(name, 300)}`;

export const linesText = ([from, to]: readonly [number, number]): string =>
  from === to ? `line ${countText(from)}` : `lines ${countText(from)} to ${countText(to)}`;

const Place = ({ finding, snapshot }: { readonly finding: ObjectFinding; readonly snapshot: string }): ReactElement => {
  const { elsewhere, lines } = finding;
  if (elsewhere !== null)
    return (
      <span>
        stands in{' '}
        {elsewhere.key === null ? (
          placeOf(elsewhere)
        ) : (
          <Link href={routes.object(snapshot, elsewhere.key, finding.id)}>{placeOf(elsewhere)}</Link>
        )}
      </span>
    );
  return <span>{lines === null ? 'no line of what is shown' : linesText(lines)}</span>;
};

interface RowProps {
  readonly finding: ObjectFinding;
  readonly picked: boolean;
  readonly onPick: (id: string | null) => void;
  readonly snapshot: string;
}

const Row = ({ finding, picked, onPick, snapshot }: RowProps): ReactElement => {
  const row = useRef<HTMLLIElement>(null);
  const unknown = finding.status === 'unknown';
  useEffect(() => {
    if (picked) row.current?.scrollIntoView({ block: 'nearest' });
  }, [picked]);
  return (
    <li ref={row} className={`object-finding ${picked ? 'is-selected' : ''}`}>
      <button
        type="button"
        className="object-finding-claim"
        aria-pressed={picked}
        data-finding={finding.id}
        onClick={() => onPick(picked ? null : finding.id)}
      >
        <SeverityGlyph severity={finding.severity} unknown={unknown} />
        <span>{visible(finding.message, 500)}</span>
      </button>
      <p className="object-finding-place">
        <span>{verdictWord(finding.severity, unknown)}</span>
        {finding.status === 'suppressed' ? <span>· suppressed</span> : null}
        <span>
          · <Place finding={finding} snapshot={snapshot} />
        </span>
        {finding.container === null ? null : <span>· container {visible(finding.container, 80)}</span>}
        <span>
          ·{' '}
          <Link href={routes.finding(snapshot, finding.id)} aria-label={`Open finding: ${visible(finding.message, 200)}`}>
            Open finding
          </Link>
        </span>
      </p>
    </li>
  );
};

interface Props {
  readonly detail: ObjectDetail;
  readonly picked: string | null;
  readonly onPick: (id: string | null) => void;
  readonly snapshot: string;
}

/** Findings of the object, worst first. The one that is chosen is chosen in the YAML too. */
export const ObjectFindings = ({ detail, picked, onPick, snapshot }: Props): ReactElement => {
  const { findings, findingsTotal } = detail;
  return (
    <Section id="findings" title="Findings" note={findingsTotal === 0 ? 'none' : countText(findingsTotal)}>
      {findings.length === 0 ? (
        <p className="muted">No finding names this object.</p>
      ) : (
        <ul className="object-findings-list">
          {findings.map(finding => (
            <Row key={finding.id} finding={finding} picked={finding.id === picked} onPick={onPick} snapshot={snapshot} />
          ))}
        </ul>
      )}
      {findingsTotal > findings.length ? (
        <p className="muted small">
          The worst {countText(findings.length)} of {countText(findingsTotal)}.{' '}
          <Link href={routes.findings(snapshot)}>All findings of the snapshot</Link>
        </p>
      ) : null}
    </Section>
  );
};
