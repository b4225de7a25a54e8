import { type ReactElement, useMemo } from 'react';
import type { AttackNode } from '#contract/attack';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { totalsText } from '../claims.ts';
import { filterOf } from '../explorer.ts';
import { nodeText, placeText } from '../words.ts';
import { Gaps } from './Gaps.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
}

/** As far as the engine walks: everyone who gets there at all. */
const deepest = 12;

const columns: readonly TableColumn<AttackNode>[] = [
  {
    id: 'name',
    title: 'Who',
    width: 'minmax(180px, 2fr)',
    cell: node => <MiddleTruncate text={node.name} className="mono" />,
    sort: node => node.name,
  },
  {
    id: 'kind',
    title: 'Kind',
    width: 'minmax(150px, 1.4fr)',
    cell: node => <span className="cell-cut">{visible(node.label, 120)}</span>,
    sort: node => node.label,
  },
  {
    id: 'place',
    title: 'Where',
    width: 'minmax(120px, 1fr)',
    cell: node => <span className="cell-cut">{placeText(node)}</span>,
    sort: placeText,
  },
  {
    id: 'cost',
    title: 'Cost',
    width: '64px',
    numeric: true,
    cell: node => (node.toAdmin === null ? <span className="muted">none</span> : countText(node.toAdmin)),
    sort: node => node.toAdmin ?? 1e9,
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '104px',
    cell: node =>
      node.severity === null ? null : (
        <>
          <SeverityGlyph severity={node.severity} size={11} /> {severityWord(node.severity)}
        </>
      ),
    sort: node => ['critical', 'high', 'medium', 'low'].indexOf(node.severity ?? ''),
  },
];

/** Before a start is named: everyone who reaches the end, so that a person can choose one. */
export const StartList = ({ summary, control: { state, change } }: Props): ReactElement => {
  const asked = useCall('attack.neighbours', {
    snapshot: summary.id,
    node: state.to,
    direction: 'in',
    depth: deepest,
    filter: filterOf(state),
  });
  usePageState(stateOf(asked));
  const rows = useMemo(
    () =>
      (asked.data?.graph.nodes ?? []).filter(
        ({ kind, id }) => id !== state.to && kind !== 'role' && kind !== 'secret' && kind !== 'impact',
      ),
    [asked.data, state.to],
  );
  if (asked.isError && asked.data === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <LoadingState label={`Looking for all that reaches ${nodeText(state.to)}`} />;
  const { omitted } = asked.data.graph;
  return (
    <>
      <Gaps needs={asked.data.needs} snapshot={summary.id} />
      {rows.length === 0 ? (
        <EmptyState title={`Nothing that was read reaches ${nodeText(state.to)}`}>
          {asked.data.needs.length > 0
            ? 'The lists named above were not read, so this is not certain.'
            : 'With these filters. Show the baseline to see the rights of Kubernetes itself.'}
        </EmptyState>
      ) : (
        <>
          <div className="access-lead">
            <h2>Who reaches {nodeText(state.to)}</h2>
            <p className="muted">
              {totalsText(asked.data.totals)}. Choose where the attacker begins, or write it above.
              {omitted.nodes === 0 ? '' : ` ${plural(omitted.nodes, 'more is', 'more are')} not listed: narrow the filters.`}
            </p>
          </div>
          <Table
            label="Who reaches it"
            rows={rows}
            columns={columns}
            rowId={node => node.id}
            onSelect={node => change({ question: 'paths', from: node.id })}
            sort={{ id: 'cost', desc: false }}
          />
        </>
      )}
      <StatusLine facts={[plural(rows.length, 'start')]} />
    </>
  );
};
