import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useMemo, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { importFiles } from '#renderer/app/imports/imports.ts';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { RefreshNotice } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { openSecondWindow } from '#renderer/app/second-window.ts';
import { BulkBar } from '#renderer/ui/BulkBar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ListHead } from '#renderer/ui/ListHead.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { afterRemoval, firstDirection, type Grouping, groupsOf, inTime, type SortKey, sumBytes, viewOf } from './library.ts';
import { Checks } from './parts/Checks.tsx';
import { ImportStrip } from './parts/ImportStrip.tsx';
import { LibraryTable, type LibraryTableHandle } from './parts/LibraryTable.tsx';
import { SnapshotDetail } from './parts/SnapshotDetail.tsx';
import { useLibrary } from './use-library.ts';
import { verifyFile } from './verified.ts';

const between = (order: readonly string[], from: string | null, to: string): readonly string[] => {
  const [a, b] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  return a < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
};

/** The library: what is kept on this machine, by cluster. */
export const SnapshotsPage = (): ReactElement => {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const search = useSearch();
  const narrow = useNarrow();
  const library = useCall('snapshots.list', {});
  const open = useCurrent(state => state.snapshot);
  const actions = useLibrary();
  const table = useRef<LibraryTableHandle>(null);
  const words = useRef<HTMLInputElement>(null);
  const toImport = useRef<HTMLInputElement>(null);
  const toVerify = useRef<HTMLInputElement>(null);
  const lastChosen = useRef<string | null>(null);
  usePageState(stateOf(library));
  useTitle('Snapshots');

  const params = useMemo(() => new URLSearchParams(search), [search]);
  const view = useMemo(() => viewOf(params), [params]);
  const all = useMemo(() => library.data?.snapshots ?? [], [library.data]);
  const groups = useMemo(() => groupsOf(all, view), [all, view]);
  const rows = useMemo(() => groups.flatMap(group => group.rows), [groups]);
  const order = useMemo(() => rows.map(({ id }) => id), [rows]);
  const current = all.find(({ id }) => id === params.get('snapshot'));
  const chosen = useMemo(
    () => new Set((params.get('chosen') ?? '').split(',').filter(id => all.some(row => row.id === id))),
    [params, all],
  );
  const chosenRows = rows.filter(({ id }) => chosen.has(id));

  const to = (next: Readonly<Record<string, string | null>>): void => {
    const changed = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(next)) {
      if (value === null || value === '') changed.delete(name);
      else changed.set(name, value);
    }
    navigate(`${routes.snapshots}${changed.size === 0 ? '' : `?${changed.toString()}`}`, { replace: true });
  };
  const choose = (ids: readonly string[]): void => to({ chosen: ids.join(',') });
  const toggle = (row: SnapshotSummary, range: boolean): void => {
    const ids = range ? between(order, lastChosen.current, row.id) : [row.id];
    lastChosen.current = row.id;
    if (!range && chosen.has(row.id)) choose([...chosen].filter(id => id !== row.id));
    else choose([...new Set([...chosen, ...ids])]);
  };
  const move = (by: number): void => {
    const at = order.findIndex(id => id === current?.id);
    const next = order[at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    to({ snapshot: next });
    table.current?.focus(next);
  };
  const sort = (key: SortKey): void =>
    to({
      sort: key === 'captured' ? null : key,
      dir: view.sort === key ? (view.direction === 'asc' ? 'desc' : 'asc') : firstDirection(key),
    });
  const put = (input: HTMLInputElement, take: (files: readonly File[]) => unknown): void => {
    take([...(input.files ?? [])]);
    // The same file chosen again is a choice too.
    input.value = '';
  };
  const bringIn = async (files: readonly File[]): Promise<void> => {
    await importFiles(client, files);
    await queries.invalidateQueries({ queryKey: ['snapshots.list'] });
  };
  const remove = async (gone: readonly SnapshotSummary[]): Promise<void> => {
    const at = current?.id ?? gone[0]?.id ?? null;
    const removed = new Set(await actions.remove(gone));
    const next = afterRemoval(order, removed, at);
    to({ snapshot: next, chosen: [...chosen].filter(id => !removed.has(id)).join(',') });
    if (next !== null) table.current?.focus(next);
    else words.current?.focus();
  };
  const [left, right] = chosenRows;
  const compare = (): void => {
    if (left === undefined || right === undefined || chosenRows.length !== 2) return;
    const [before, after] = inTime(left, right);
    navigate(routes.compare(before.id, after.id));
  };
  const targets = chosenRows.length > 0 ? chosenRows : current === undefined ? [] : [current];
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => (current === undefined ? undefined : navigate(routes.findings(current.id))),
    x: () => (current === undefined ? undefined : toggle(current, false)),
    e: () => void actions.save(targets),
    Delete: () => (targets.length === 0 ? undefined : void remove(targets)),
    '/': () => words.current?.focus(),
    Escape: () => (chosen.size > 0 ? choose([]) : to({ snapshot: null })),
  });

  const panel =
    current === undefined ? null : (
      <SnapshotDetail
        key={current.id}
        snapshot={current}
        exporting={actions.exporting.has(current.id)}
        onExport={() => void actions.save([current])}
        onDelete={() => void remove([current])}
        onWindow={() => void openSecondWindow(client, current.id)}
      />
    );
  if (narrow && panel !== null && params.get('detail') === '1')
    return (
      <div className="page-column">
        <div className="detail-back">
          <button type="button" className="link" onClick={() => to({ detail: null })}>
            <Icon name="chevron-left" size={12} /> Snapshots
          </button>
        </div>
        {panel}
      </div>
    );
  return (
    <>
      <div className="page-column">
        {(library.data?.problems ?? []).slice(0, 5).map(problem => (
          <AlertNotice key={problem}>{visible(problem, 600)}</AlertNotice>
        ))}
        <RefreshNotice asked={library} />
        <ListHead
          title="Snapshots"
          searchLabel="Search snapshots"
          placeholder="title, notes, cluster or user"
          words={view.words}
          onWords={q => to({ q })}
          input={words}
        >
          <Segments<Grouping>
            label="How to group"
            value={view.group}
            onChange={group => to({ group: group === 'cluster' ? null : group })}
            choices={[
              { value: 'cluster', label: 'By cluster' },
              { value: 'none', label: 'One list' },
            ]}
          />
          <input
            ref={toImport}
            type="file"
            hidden
            multiple
            aria-label="Files to import"
            accept=".gz,.tgz,.json,.yaml,.yml"
            onChange={event => put(event.target, files => void bringIn(files))}
          />
          <input
            ref={toVerify}
            type="file"
            hidden
            aria-label="Bundle to verify"
            accept=".gz,.tgz"
            onChange={event =>
              put(event.target, files =>
                files.forEach(
                  file => void verifyFile(client, file).then(() => queries.invalidateQueries({ queryKey: ['snapshots.list'] })),
                ),
              )
            }
          />
          <Button onClick={() => toVerify.current?.click()}>Verify a bundle</Button>
          <Button variant="primary" onClick={() => toImport.current?.click()}>
            Import
          </Button>
        </ListHead>
        <ImportStrip />
        <Checks />
        <div className="page-scroll">
          {library.isPending ? <LoadingState label="Reading the library" /> : null}
          {library.isError && library.data === undefined ? (
            <ErrorState fault={problemOf(library.error)} onRetry={() => void library.refetch()} />
          ) : null}
          {library.data !== undefined && all.length === 0 ? (
            <EmptyState
              title={params.has('import') ? 'Choose the file to open' : 'The library is empty'}
              action={
                <Button variant="primary" onClick={() => toImport.current?.click()}>
                  Import a file
                </Button>
              }
            >
              An evidence bundle, or what kubectl get -o json or yaml printed; it can be dropped anywhere on this window. Captures
              of clusters are kept here too.
            </EmptyState>
          ) : null}
          {all.length > 0 && rows.length === 0 ? (
            <EmptyState
              title="No snapshot has these words"
              action={<Button onClick={() => to({ q: null })}>Clear the search</Button>}
            >
              The search looks into titles, notes, clusters, servers and users.
            </EmptyState>
          ) : null}
          {rows.length === 0 ? null : (
            <LibraryTable
              groups={groups}
              view={view}
              current={current?.id ?? null}
              chosen={chosen}
              open={open}
              onSort={sort}
              onCurrent={row => to({ snapshot: row.id })}
              onChoose={toggle}
              handle={table}
            />
          )}
        </div>
        {narrow && current !== undefined && chosen.size === 0 ? (
          <footer className="ui-actions">
            <Button onClick={() => to({ detail: '1' })}>Notes and details</Button>
            <span className="muted">{visible(current.title, 120)}</span>
          </footer>
        ) : null}
        <BulkBar count={chosenRows.length} one="snapshot" onClear={() => choose([])}>
          <Button disabled={chosenRows.length !== 2} onClick={compare}>
            Compare
          </Button>
          {chosenRows.length === 2 ? null : <span className="muted small">two are compared</span>}
          <Button onClick={() => void actions.save(chosenRows)} disabled={actions.exporting.size > 0}>
            Export
          </Button>
          <Button variant="danger" onClick={() => void remove(chosenRows)}>
            Delete
          </Button>
        </BulkBar>
      </div>
      {narrow || panel === null ? null : <SidePanel label="Snapshot">{panel}</SidePanel>}
      <StatusLine
        facts={[
          rows.length === all.length ? plural(all.length, 'snapshot') : `${rows.length} of ${plural(all.length, 'snapshot')}`,
          `${bytesText(sumBytes(all))} on disk`,
          view.group === 'cluster' && groups.length > 0 ? plural(groups.length, 'cluster') : null,
        ]}
      />
    </>
  );
};
