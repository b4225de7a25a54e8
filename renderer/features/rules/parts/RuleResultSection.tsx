import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Row } from '../catalogue.ts';

interface Props {
  readonly row: Row;
  readonly snapshot: SnapshotSummary | undefined;
  /** Other rules than today's evaluated the snapshot. */
  readonly otherRules: string | null;
}

const shown = 5;

/** Which checks could not be answered, in the words of their findings. */
const WhyUnknown = ({
  rule,
  snapshot,
  count,
}: {
  readonly rule: string;
  readonly snapshot: string;
  readonly count: number;
}): ReactElement | null => {
  const asked = useCall('findings.list', {
    snapshot,
    filter: { rule: [rule], status: ['unknown'] },
    group: 'none',
    limit: shown,
  });
  const rows = asked.data?.lines.flatMap(line => (line.type === 'finding' ? [line.row] : [])) ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <p className="muted">Why unknown:</p>
      <ul className="rule-unknown">
        {rows.map(({ id, message }) => (
          <li key={id}>
            <Link href={routes.finding(snapshot, id)}>{visible(message, 300)}</Link>
          </li>
        ))}
      </ul>
      {count > rows.length ? (
        <p>
          <Link href={routes.findings(snapshot, `rule:${rule} status:unknown`)}>{plural(count - rows.length, 'more check')}</Link>
        </p>
      ) : null}
    </>
  );
};

/** What the rule said on the open snapshot. */
export const RuleResultSection = ({ row: { rule, result }, snapshot, otherRules }: Props): ReactElement => {
  if (snapshot === undefined)
    return (
      <p className="muted">
        No snapshot is open. <Link href={routes.snapshots}>Choose one</Link> to see what this rule says of it.
      </p>
    );
  if (result === undefined)
    return <p className="muted">{visible(snapshot.title, 120)} was evaluated by rules that this one was not among.</p>;
  if (result.defect !== null)
    return (
      <p className="is-alert">It failed here, which is a defect of ours: {visible(result.defect, 400)} Its checks are unknown.</p>
    );
  if (result.skipped !== null) return <p>It did not run: {visible(result.skipped, 400)}</p>;
  return (
    <>
      <ul className="rule-counts">
        <li>
          <Icon name="fail" size={12} className={result.failed > 0 ? 'is-alert' : 'muted'} />
          {result.failed === 0 ? (
            '0 failed'
          ) : (
            <Link href={routes.findings(snapshot.id, `rule:${rule.id} status:fail`)}>{countText(result.failed)} failed</Link>
          )}
        </li>
        <li>
          <Icon name="passed" size={12} className={result.passed > 0 ? 'is-ok' : 'muted'} />
          {countText(result.passed)} passed
        </li>
        <li>
          <Icon name="unknown" size={12} className={result.unknown > 0 ? 'severity-unknown' : 'muted'} />
          {result.unknown === 0 ? (
            '0 unknown'
          ) : (
            <Link href={routes.findings(snapshot.id, `rule:${rule.id} status:unknown`)}>{countText(result.unknown)} unknown</Link>
          )}
        </li>
      </ul>
      {result.failed + result.passed + result.unknown === 0 ? (
        <p className="muted">There is nothing in this snapshot that it applies to.</p>
      ) : null}
      {result.unknown === 0 ? null : <WhyUnknown rule={rule.id} snapshot={snapshot.id} count={result.unknown} />}
      {otherRules === null ? null : (
        <p className="muted small">
          The snapshot was evaluated by the rules <span className="mono">{visible(otherRules, 80)}</span>, other ones than those
          of this program.
        </p>
      )}
    </>
  );
};
