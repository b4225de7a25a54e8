import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import type { TableColumn } from '#renderer/ui/Table.tsx';
import { bytesText, countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface Actions {
  readonly onOpen: (row: SnapshotSummary) => void;
  readonly onRename: (row: SnapshotSummary) => void;
  readonly onExport: (row: SnapshotSummary) => void;
  readonly onDelete: (row: SnapshotSummary) => void;
}

const sources: Readonly<Record<SnapshotSummary['meta']['origin'], string>> = {
  cluster: 'cluster',
  bundle: 'bundle',
  dump: 'kubectl dump',
  demo: 'demo',
  manifests: 'manifests',
};

export const columnsFor = (actions: Actions): readonly TableColumn<SnapshotSummary>[] => [
  {
    id: 'title',
    title: 'Snapshot',
    width: 'minmax(140px, 1fr)',
    sort: row => row.title.toLowerCase(),
    cell: row => (
      <Link href={routes.findings(row.id)} className="snapshot-title">
        <MiddleTruncate text={row.title} />
      </Link>
    ),
  },
  {
    id: 'source',
    title: 'Source',
    width: '88px',
    sort: row => row.meta.origin,
    cell: row => (
      <span className="muted">
        {sources[row.meta.origin]}
        {row.meta.partial ? <span className="is-unknown">, partial</span> : null}
      </span>
    ),
  },
  {
    id: 'captured',
    title: 'Captured',
    width: '76px',
    numeric: true,
    sort: row => row.meta.capturedUntil,
    cell: row => <RelativeTime time={row.meta.capturedUntil} />,
  },
  {
    id: 'as',
    title: 'As',
    width: 'minmax(80px, 0.5fr)',
    sort: row => row.meta.capturedAs ?? '',
    cell: row => <MiddleTruncate text={row.meta.capturedAs ?? ''} className="muted" />,
  },
  ...(['critical', 'high'] as const).map((severity): TableColumn<SnapshotSummary> => ({
    id: severity,
    title: severity === 'critical' ? 'Critical' : 'High',
    width: '66px',
    numeric: true,
    sort: row => row.findings[severity],
    cell: row => (
      <span className="snapshot-count">
        <SeverityGlyph severity={severity} size={11} /> {countText(row.findings[severity])}
      </span>
    ),
  })),
  {
    id: 'unknown',
    title: 'Unknown',
    width: '72px',
    numeric: true,
    sort: row => row.unknown,
    cell: row => (row.unknown === 0 ? '0' : <span className="is-unknown">{countText(row.unknown)}</span>),
  },
  {
    id: 'objects',
    title: 'Objects',
    width: '68px',
    numeric: true,
    sort: row => row.objects,
    cell: row => countText(row.objects),
  },
  {
    id: 'bytes',
    title: 'Size',
    width: '66px',
    numeric: true,
    sort: row => row.bytes,
    cell: row => <span className="muted">{bytesText(row.bytes)}</span>,
  },
  {
    id: 'actions',
    title: 'Actions',
    width: '84px',
    cell: row => (
      <ActionMenu
        quiet
        label="More"
        name={`More on ${visible(row.title, 80)}`}
        actions={[
          { label: 'Open', onSelect: () => actions.onOpen(row) },
          { label: 'Rename', onSelect: () => actions.onRename(row) },
          { label: 'Export as a bundle', onSelect: () => actions.onExport(row) },
          { label: 'Delete', onSelect: () => actions.onDelete(row), danger: true },
        ]}
      />
    ),
  },
];
