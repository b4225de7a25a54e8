import type { ReactElement } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import type { Permission } from '#contract/rbac';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { edgeTitle } from '../words.ts';

const severities = ['critical', 'high', 'medium', 'low'] as const;

const worstOf = (permission: Permission, catalogue: EdgeCatalogue | undefined) =>
  severities.find(severity => permission.edges.some(id => catalogue?.edges.find(edge => edge.id === id)?.severity === severity));

const onWhat = ({ group, resources, urls }: Permission): string =>
  urls.length > 0 ? urls.join(', ') : `${resources.join(', ')}${group === '' ? '' : ` (${group})`}`;

export const permissionId = (permission: Permission): string =>
  JSON.stringify([
    permission.namespace,
    permission.group,
    permission.resources,
    permission.verbs,
    permission.names,
    permission.urls,
  ]);

const columnsOf = (catalogue: EdgeCatalogue | undefined, place: boolean): readonly TableColumn<Permission>[] => [
  ...(place
    ? [
        {
          id: 'ns',
          title: 'Namespace',
          width: 'minmax(90px, 0.8fr)',
          cell: (row: Permission) => (
            <span className="cell-cut">
              {row.namespace === null ? <span className="muted">all</span> : visible(row.namespace, 80)}
            </span>
          ),
          sort: (row: Permission) => row.namespace ?? '',
        },
      ]
    : []),
  {
    id: 'verbs',
    title: 'Verbs',
    width: 'minmax(110px, 1.2fr)',
    cell: row => (
      <span className="cell-cut mono" title={row.verbs.join(', ')}>
        {visible(row.verbs.join(', '), 200)}
      </span>
    ),
    sort: row => row.verbs.join(' '),
  },
  {
    id: 'what',
    title: 'On',
    width: 'minmax(160px, 2fr)',
    cell: row => (
      <span className="cell-cut mono" title={visible(onWhat(row), 600)}>
        {visible(onWhat(row), 300)}
      </span>
    ),
    sort: onWhat,
  },
  {
    id: 'names',
    title: 'Names',
    width: 'minmax(60px, 0.8fr)',
    cell: row => (
      <span className="cell-cut">
        {row.names.length === 0 ? <span className="muted">any</span> : visible(row.names.join(', '), 200)}
      </span>
    ),
    sort: row => row.names.join(' '),
  },
  {
    id: 'edges',
    title: 'What an attacker gets',
    width: 'minmax(140px, 1.6fr)',
    cell: row => {
      const worst = worstOf(row, catalogue);
      const [first] = row.edges;
      return first === undefined ? (
        <span className="muted">nothing known</span>
      ) : (
        <span className="cell-cut" title={row.edges.map(id => edgeTitle(catalogue, id)).join('; ')}>
          {worst === undefined ? null : <SeverityGlyph severity={worst} size={11} />} {edgeTitle(catalogue, first)}
          {row.edges.length > 1 ? <span className="muted"> and {row.edges.length - 1} more</span> : null}
        </span>
      );
    },
    sort: row => severities.indexOf(worstOf(row, catalogue) ?? 'low') + (row.edges.length === 0 ? 10 : 0),
  },
  { id: 'by', title: 'By', width: '70px', numeric: true, cell: row => plural(row.by.length, 'rule'), sort: row => row.by.length },
];

/** Rights as lines that can be read: equal verbs by equal grants stand together. */
export const PermissionTable = ({
  rows,
  catalogue,
  selected,
  onSelect,
  place = true,
}: {
  readonly rows: readonly Permission[];
  readonly catalogue: EdgeCatalogue | undefined;
  readonly selected: string | null;
  readonly onSelect: (row: Permission) => void;
  readonly place?: boolean;
}): ReactElement => (
  <Table
    label="Permissions"
    rows={rows}
    columns={columnsOf(catalogue, place)}
    rowId={permissionId}
    selected={selected}
    onSelect={onSelect}
    sort={{ id: 'edges', desc: false }}
  />
);
