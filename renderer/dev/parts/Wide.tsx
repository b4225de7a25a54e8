import { type ReactElement, useState } from 'react';
import { Diff } from '#renderer/ui/Diff.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';

const before = 'spec:\n  containers:\n    - name: api\n      securityContext:\n        privileged: true\n';
const after =
  'spec:\n  containers:\n    - name: api\n      securityContext:\n        privileged: false\n        allowPrivilegeEscalation: false\n';

export const Diffs = (): ReactElement => (
  <section className="part" aria-label="Changes">
    <h2>Changes</h2>
    <div className="part-wide">
      <Diff before={before} after={after} label="Deployment shop/api" title="Fix" choice />
      <Diff before={before} after={after} label="Deployment shop/api, unified" />
    </div>
  </section>
);

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly findings: number;
}

const rows: readonly Row[] = Array.from({ length: 400 }, (_, index) => ({
  name: `payments-reconciliation-batch-worker-v2-canary-7f8d9c6b54-${String(index).padStart(4, '0')}`,
  kind: index % 3 === 0 ? 'Pod' : 'Deployment',
  findings: (index * 7) % 23,
}));

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(160px, 2fr)',
    cell: row => <MiddleTruncate text={row.name} className="mono" />,
    sort: row => row.name,
  },
  { id: 'kind', title: 'Kind', width: '140px', cell: row => row.kind, sort: row => row.kind },
  { id: 'findings', title: 'Findings', width: '90px', numeric: true, cell: row => row.findings, sort: row => row.findings },
];

export const Tables = (): ReactElement => {
  const [selected, setSelected] = useState<string | null>(rows[13]?.name ?? null);
  return (
    <section className="part" aria-label="Tables and panes">
      <h2>Tables and panes</h2>
      <div className="part-table">
        <Table
          label="Objects"
          rows={rows}
          columns={columns}
          rowId={row => row.name}
          selected={selected}
          onSelect={row => setSelected(row.name)}
          sort={{ id: 'findings', desc: true }}
        />
        <SidePanel label="Detail">
          <p className="part-pad">The line to the left is dragged, or moved by the arrow keys.</p>
        </SidePanel>
      </div>
    </section>
  );
};
