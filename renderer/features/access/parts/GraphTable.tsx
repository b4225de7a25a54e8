import { type ReactElement, type Ref, useMemo } from 'react';
import type { AttackNode, EdgeCatalogue } from '#contract/attack';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { Table, type TableColumn, type TableHandle } from '#renderer/ui/Table.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Picked } from '../access-state.ts';
import type { Model, ModelEdge } from '../model.ts';
import { edgeTitle, letterOf, nodeText, placeText } from '../words.ts';

interface Props {
  readonly model: Model;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly tab: 'edges' | 'nodes';
  readonly at: Picked | null;
  /** Steps of the followed path by edge. */
  readonly steps: ReadonlyMap<string, number>;
  readonly onTab: (tab: 'edges' | 'nodes') => void;
  readonly onPick: (picked: Picked) => void;
  readonly onExpand: (node: string) => void;
  readonly handle: Ref<TableHandle>;
}

const severities = ['critical', 'high', 'medium', 'low'] as const;

const Blocked = ({ edge }: { readonly edge: ModelEdge }): ReactElement =>
  edge.blockedBy.length === 0 ? (
    <span className="muted">open</span>
  ) : (
    <span className="way-blocked" title={visible(edge.blockedBy.map(({ what }) => what).join(' '), 600)}>
      <Icon name="blocked" size={12} /> {visible(edge.blockedBy[0]?.what ?? '', 200)}
    </span>
  );

const edgeColumns = (
  catalogue: EdgeCatalogue | undefined,
  steps: ReadonlyMap<string, number>,
): readonly TableColumn<ModelEdge>[] => [
  {
    id: 'path',
    title: 'Path',
    width: '78px',
    cell: edge => (
      <>
        {edge.paths.slice(0, 6).map(letterOf).join(' ')}
        {edge.paths.length > 6 ? ' …' : ''}
        {steps.has(edge.id) ? <span className="muted"> step {steps.get(edge.id)}</span> : null}
      </>
    ),
    sort: edge => (edge.paths[0] ?? 99) * 100 + (steps.get(edge.id) ?? 99),
  },
  {
    id: 'from',
    title: 'From',
    width: 'minmax(96px, 1.3fr)',
    cell: edge => <MiddleTruncate text={nodeText(edge.from)} className="mono" />,
    sort: edge => edge.from,
  },
  {
    id: 'edge',
    title: 'Edge',
    width: 'minmax(130px, 2fr)',
    cell: edge => (
      <span className="cell-cut" title={edgeTitle(catalogue, edge.edge)}>
        {edgeTitle(catalogue, edge.edge)}
        {edge.count > 1 ? <span className="muted"> ×{countText(edge.count)}</span> : null}
        {edge.kinds.length > 1 ? <span className="muted"> and {edge.kinds.length - 1} more</span> : null}
        {edge.bindings > 1 ? <span className="muted"> by {countText(edge.bindings)} bindings</span> : null}
      </span>
    ),
    sort: edge => edgeTitle(catalogue, edge.edge),
  },
  {
    id: 'to',
    title: 'To',
    width: 'minmax(96px, 1.3fr)',
    cell: edge => <MiddleTruncate text={nodeText(edge.to)} className="mono" />,
    sort: edge => edge.to,
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '88px',
    cell: edge => (
      <>
        <SeverityGlyph severity={edge.severity} size={11} /> {severityWord(edge.severity)}
      </>
    ),
    sort: edge => severities.indexOf(edge.severity),
  },
  {
    id: 'blocked',
    title: 'State',
    width: 'minmax(76px, 1fr)',
    cell: edge => <Blocked edge={edge} />,
    sort: edge => edge.blockedBy.length,
  },
];

const nodeColumns: readonly TableColumn<AttackNode>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(160px, 2fr)',
    cell: node => <MiddleTruncate text={node.name} className="mono" />,
    sort: node => node.name,
  },
  {
    id: 'label',
    title: 'Kind',
    width: 'minmax(130px, 1.3fr)',
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
  { id: 'count', title: 'Nodes', width: '64px', numeric: true, cell: node => countText(node.count), sort: node => node.count },
  {
    id: 'admin',
    title: 'Cost to admin',
    width: '110px',
    numeric: true,
    cell: node => (node.toAdmin === null ? <span className="muted">no path</span> : countText(node.toAdmin)),
    sort: node => node.toAdmin ?? 1e9,
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '96px',
    cell: node =>
      node.severity === null ? (
        <span className="muted">none</span>
      ) : (
        <>
          <SeverityGlyph severity={node.severity} size={11} /> {severityWord(node.severity)}
        </>
      ),
    sort: node => (node.severity === null ? 9 : severities.indexOf(node.severity)),
  },
];

/** The drawing as two tables: the same nodes, the same edges, the same selection. */
export const GraphTable = ({ model, catalogue, tab, at, steps, onTab, onPick, onExpand, handle }: Props): ReactElement => {
  const columns = useMemo(() => edgeColumns(catalogue, steps), [catalogue, steps]);
  return (
    <div className="graph-table">
      <Tabs
        label="Of the drawing"
        value={tab}
        onChange={onTab}
        tabs={[
          { value: 'edges' as const, label: 'Edges', count: model.edges.length },
          { value: 'nodes' as const, label: 'Nodes', count: model.nodes.length },
        ]}
      >
        {tab === 'edges' ? (
          <Table
            label="Edges"
            handle={handle}
            rows={model.edges}
            columns={columns}
            rowId={edge => edge.id}
            selected={at?.is === 'edge' ? at.id : null}
            onSelect={edge => onPick({ is: 'edge', id: edge.id })}
            sort={{ id: 'path', desc: false }}
          />
        ) : (
          <Table
            label="Nodes"
            handle={handle}
            rows={model.nodes}
            columns={nodeColumns}
            rowId={node => node.id}
            selected={at?.is === 'node' ? at.id : null}
            onSelect={node => onPick({ is: 'node', id: node.id })}
            onOpen={node => onExpand(node.id)}
            sort={{ id: 'admin', desc: false }}
          />
        )}
      </Tabs>
    </div>
  );
};
