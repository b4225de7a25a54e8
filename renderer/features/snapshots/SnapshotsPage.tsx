import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, type ReactElement, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { setCurrent, useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableHandle } from '#renderer/ui/Table.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { columnsFor } from './parts/columns.tsx';
import { DeleteDialog, RenameDialog } from './parts/dialogs.tsx';
import { useImport } from './use-import.ts';

/** The library: open, rename, delete, import, export. */
export const SnapshotsPage = (): ReactElement => {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const search = useSearch();
  const library = useCall('snapshots.list', {});
  const current = useCurrent(state => state.snapshot);
  const [renaming, setRenaming] = useState<SnapshotSummary | null>(null);
  const [deleting, setDeleting] = useState<SnapshotSummary | null>(null);
  const table = useRef<TableHandle>(null);
  const file = useRef<HTMLInputElement>(null);
  const importing = useImport();
  const exporting = useCommand('snapshots.export');
  usePageState(stateOf(library));
  useTitle('Snapshots');

  const rows = useMemo(() => library.data?.snapshots ?? [], [library.data]);
  const params = new URLSearchParams(search);
  const selected = params.get('snapshot');
  const select = (row: SnapshotSummary): void =>
    navigate(`${routes.snapshots}?snapshot=${encodeURIComponent(row.id)}`, { replace: true });
  const open = (row: SnapshotSummary): void => navigate(routes.findings(row.id));
  const put = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    importing.mutate(chosen, { onSuccess: summary => (toast('Imported', summary.title), navigate(routes.findings(summary.id))) });
  };
  const save = (row: SnapshotSummary): void =>
    exporting.mutate(
      { snapshot: row.id },
      {
        onSuccess: async download => {
          const saved = await client.save(download);
          if (!saved.ok) toast(saved.error.what, saved.error.todo, 'alert');
          else if (saved.value) toast('Exported', download.name);
        },
        onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert'),
      },
    );
  const changed = (): void => void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
  const removed = (row: SnapshotSummary): void => {
    if (row.id === current) setCurrent(null);
    queries.removeQueries({ queryKey: ['snapshots.get', { snapshot: row.id }] });
    setDeleting(null);
    changed();
    toast('Deleted', row.title);
  };
  const columns = columnsFor({ onOpen: open, onRename: setRenaming, onExport: save, onDelete: setDeleting });
  useKeys({ j: () => table.current?.move(1), k: () => table.current?.move(-1), Enter: () => table.current?.open() });

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    put(event.dataTransfer.files[0]);
  };
  return (
    <div className="page-column" onDragOver={event => event.preventDefault()} onDrop={onDrop}>
      {(library.data?.problems ?? []).slice(0, 5).map(problem => (
        <AlertNotice key={problem}>{visible(problem, 600)}</AlertNotice>
      ))}
      <div className="page-bar">
        <h1>Snapshots</h1>
        <span className="muted">in the library on this machine; a bundle can be dropped here</span>
        <span className="spacer" />
        <input
          ref={file}
          type="file"
          hidden
          aria-label="File to import"
          accept=".gz,.tgz,.json,.yaml,.yml"
          onChange={event => put(event.target.files?.[0])}
        />
        <Button onClick={() => file.current?.click()} busy={importing.isPending} disabled={importing.isPending}>
          {importing.isPending ? 'Importing' : 'Import a file'}
        </Button>
      </div>
      {importing.isError ? <ErrorState fault={problemOf(importing.error)} inline /> : null}
      {library.isPending ? <LoadingState label="Reading the library" /> : null}
      {library.isError && library.data === undefined ? (
        <ErrorState fault={problemOf(library.error)} onRetry={() => void library.refetch()} />
      ) : null}
      {library.data !== undefined && rows.length === 0 ? (
        <EmptyState
          title={params.has('import') ? 'Choose the file to open' : 'The library is empty'}
          action={
            <Button variant="primary" onClick={() => file.current?.click()}>
              Import a file
            </Button>
          }
        >
          An evidence bundle, or what kubectl get -o json or yaml printed. Captures of clusters are kept here too.
        </EmptyState>
      ) : null}
      {rows.length === 0 ? null : (
        <Table
          label="Snapshots"
          handle={table}
          rows={rows}
          columns={columns}
          rowId={row => row.id}
          rowHeight={32}
          selected={selected}
          onSelect={select}
          onOpen={open}
          sort={{ id: 'captured', desc: true }}
        />
      )}
      {renaming === null ? null : (
        <RenameDialog
          snapshot={renaming}
          onClose={() => setRenaming(null)}
          onDone={summary => {
            queries.setQueryData(['snapshots.get', { snapshot: summary.id }], summary);
            setRenaming(null);
            changed();
          }}
        />
      )}
      {deleting === null ? null : (
        <DeleteDialog snapshot={deleting} onClose={() => setDeleting(null)} onDone={() => removed(deleting)} />
      )}
      <StatusLine
        facts={[plural(rows.length, 'snapshot'), `${bytesText(rows.reduce((sum, row) => sum + row.bytes, 0))} on disk`]}
        keys={[
          { keys: ['J', 'K'], does: 'move' },
          { keys: ['Enter'], does: 'open' },
        ]}
      />
    </div>
  );
};
