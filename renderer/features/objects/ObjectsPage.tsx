import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ObjectList, ObjectSort } from '#contract/objects';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { useListState } from './list-state.ts';
import { groupKinds, KindColumn } from './parts/KindColumn.tsx';
import { ObjectTable } from './parts/ObjectTable.tsx';
import { SearchBar } from './parts/SearchBar.tsx';
import { QuietUnread, UnreadNotice } from './parts/UnreadNotice.tsx';
import { useFound, useRows } from './rows.ts';
import { isLoud, loudOf, partsText } from './unread-words.ts';

const allKinds = '*';

interface NoneProps {
  readonly list: ObjectList;
  readonly filtered: boolean;
  readonly snapshot: string;
  readonly onClear: () => void;
}

/** Nothing to show is three different things: nothing read, nothing there, nothing that matches. */
const NoObjects = ({ list, filtered, snapshot, onClear }: NoneProps): ReactElement => {
  if (list.unread.parts.some(isLoud))
    return (
      <EmptyState
        title="Nothing in what was read"
        action={
          <>
            <Link href={routes.coverage(snapshot)}>See what was not read</Link>
            {filtered ? <Button onClick={onClear}>Clear the search</Button> : null}
          </>
        }
      >
        Not read: {partsText(loudOf(list.unread))}. Whether there are such objects is not known.
      </EmptyState>
    );
  return filtered && list.total > 0 ? (
    <EmptyState title="No object matches" action={<Button onClick={onClear}>Clear the search</Button>}>
      {plural(list.total, 'object')} without it.
    </EmptyState>
  ) : (
    <EmptyState title="The snapshot holds no objects" action={<Link href={routes.coverage(snapshot)}>See the coverage</Link>}>
      Coverage tells what was asked for.
    </EmptyState>
  );
};

/** Everything that was captured: kinds, a search, and a table that leads to each object. */
export const ObjectsPage = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement => {
  const narrow = useNarrow();
  const [, navigate] = useLocation();
  const { state, change } = useListState(summary.id);
  const [seen, setSeen] = useState({ from: 0, to: 0 });
  const { first, count, at } = useRows(summary.id, state, seen.from, seen.to);
  const kinds = useCall('objects.kinds', { snapshot: summary.id, ...(state.q === '' ? {} : { text: state.q }) }, { keep: true });
  const found = useFound(summary.id, state);
  const list = `${state.q}\n${state.resource ?? ''}\n${state.sort}\n${state.desc}`;
  const [cursor, setCursor] = useState<{ readonly list: string; readonly index: number } | null>(null);
  const selected = Math.min(cursor?.list === list ? cursor.index : (found ?? -1), count - 1);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const listed = count > 0;
  // After a reload of an object's page nothing has the focus, and the way back would leave it so.
  useEffect(() => {
    if (listed && state.at !== null && document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, [listed, state.at]);
  usePageState(stateOf(first, kinds));
  useTitle('Objects');

  const onWindow = useCallback(
    (from: number, to: number) => setSeen(last => (last.from === from && last.to === to ? last : { from, to })),
    [],
  );
  const onSearch = useCallback((q: string) => change({ q }, true), [change]);
  const select = (index: number): void => setCursor({ list, index });
  const move = (by: number): void => {
    if (count > 0) select(Math.min(count - 1, Math.max(0, selected + by)));
  };
  const open = (index: number): void => {
    const row = at(index);
    if (row === undefined) return;
    // The way back leads to this row.
    change({ at: row.key }, true);
    navigate(routes.object(summary.id, row.key));
  };
  const onSort = (sort: ObjectSort): void => change({ sort, desc: sort === state.sort ? !state.desc : false });
  useKeys({
    '/': () => input.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => open(selected),
    Escape: () => grid.current?.focus(),
  });

  const data = first.data;
  const filtered = state.q !== '' || state.resource !== null;
  const failed = [first, kinds].find(asked => asked.isError && asked.data === undefined);
  const clear = (): void => change({ q: '', resource: null });
  return (
    <>
      {narrow || kinds.data === undefined ? null : (
        <KindColumn kinds={kinds.data} chosen={state.resource} onChoose={resource => change({ resource })} />
      )}
      <div className="page-column">
        <h1 className="sr-only">Objects</h1>
        <SnapshotNotices snapshot={summary} asked={first} />
        {data === undefined || data.matched === 0 ? null : <UnreadNotice unread={data.unread} snapshot={summary.id} />}
        <SearchBar q={state.q} onSearch={onSearch} onLeave={() => grid.current?.focus()} input={input}>
          {narrow && kinds.data !== undefined ? (
            <ChoiceMenu
              label="Kind"
              value={state.resource ?? allKinds}
              onChange={value => change({ resource: value === allKinds ? null : value })}
              choices={[
                { value: allKinds, label: `all, ${countText(kinds.data.matched)}` },
                ...groupKinds(kinds.data.kinds, state.resource).shown.map(kind => ({
                  value: kind.resource,
                  label: `${visible(kind.kind, 60)}, ${countText(kind.count)}`,
                })),
              ]}
            />
          ) : null}
        </SearchBar>
        {data === undefined ? null : (
          <div className="list-count objects-count" aria-live="polite">
            <strong>
              {filtered ? `${countText(data.matched)} of ${plural(data.total, 'object')}` : plural(data.total, 'object')}
            </strong>
            <QuietUnread unread={data.unread} snapshot={summary.id} />
          </div>
        )}
        {failed === undefined || failed.error === null ? null : (
          <ErrorState fault={problemOf(failed.error)} onRetry={() => void failed.refetch()} />
        )}
        {first.isPending ? <LoadingState label="Reading the objects" /> : null}
        {data !== undefined && data.matched === 0 ? (
          <NoObjects list={data} filtered={filtered} snapshot={summary.id} onClear={clear} />
        ) : null}
        {data === undefined || data.matched === 0 ? null : (
          <ObjectTable
            count={count}
            at={at}
            selected={selected}
            sort={state.sort}
            desc={state.desc}
            onSort={onSort}
            onWindow={onWindow}
            onSelect={select}
            onOpen={open}
            grid={grid}
          />
        )}
      </div>
      <StatusLine
        facts={[
          data === undefined ? null : plural(data.matched, 'object'),
          kinds.data === undefined ? null : plural(kinds.data.kinds.filter(kind => kind.count > 0).length, 'kind'),
          data === undefined || data.unread.count === 0 ? null : (
            <span className="is-unknown">{plural(data.unread.count, 'part')} not read</span>
          ),
        ]}
        keys={[{ keys: ['/'], does: 'search' }]}
      />
    </>
  );
};
