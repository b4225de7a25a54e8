import { memo, type ReactElement, useCallback, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { FilterField } from '#contract/filter-fields';
import type { Facet, FindingNote, FindingsSort } from '#contract/findings-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { toggleInTray, trayOf, useTray } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { toast } from '#renderer/ui/Toast.tsx';
import { idsBetween, idsOfGroup, mostRows } from './fetch-rows.ts';
import { excludeTerm, toggleTerm } from './filter-terms.ts';
import { useAskAhead, useLines } from './lines.ts';
import { type Grouping, useListState } from './list-state.ts';
import { Bulk, exportActions, useExport } from './parts/Bulk.tsx';
import { ColumnsMenu } from './parts/Columns.tsx';
import { FacetChips } from './parts/FacetChips.tsx';
import { Facets } from './parts/Facets.tsx';
import { FilterBar } from './parts/FilterBar.tsx';
import { FindingDetail } from './parts/FindingDetail.tsx';
import { FindingList } from './parts/FindingList.tsx';
import { ListHead } from './parts/ListHead.tsx';
import { ListLayer } from './parts/RecheckLayer.tsx';
import { WholeFinding } from './parts/WholeFinding.tsx';
import { looksOf, useRechecks } from './rechecks.ts';
import { columnsThatFit, isColumn, useColumns } from './use-columns.ts';
import { useCursor } from './use-cursor.ts';
import { notesPart, useNotes } from './use-notes.ts';
import { useSelection } from './use-selection.ts';
import { useStable } from '#renderer/ui/use-stable.ts';
import { useWidth } from './use-width.ts';

const statusFacts = (snapshot: SnapshotSummary): readonly (ReactElement | string | null)[] => [
  `${countText(snapshot.passed + snapshot.failed)} checks on ${plural(snapshot.objects, 'object')}`,
  `${countText(snapshot.passed)} passed`,
  `${countText(snapshot.failed)} failed`,
  snapshot.unknown === 0 ? null : <span className="is-unknown">{countText(snapshot.unknown)} unknown</span>,
  `${snapshot.rules} rules, ${snapshot.rulesVersion}`,
  snapshot.meta.serverVersion === null ? null : `server ${snapshot.meta.serverVersion}`,
];

const noFacets: readonly Facet[] = [];

const listKeys = [
  { keys: ['J', 'K'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['X'], does: 'select' },
  { keys: ['P'], does: 'to tray' },
  { keys: ['/'], does: 'filter' },
];

/** What the list is made of: lines, cursor, choice, columns, notes. */
const useFindings = (summary: SnapshotSummary, finding: string | null) => {
  const client = useClient();
  const { state, change, select } = useListState(summary.id, finding);
  const [seen, setSeen] = useState({ from: 0, to: 0 });
  const lines = useLines(summary.id, state, finding, seen.from, seen.to);
  const { first, count, at, indexOf, query } = lines;
  const cursor = useCursor(count, at, finding === null ? -1 : indexOf(finding), finding, select);
  const selection = useSelection(state.q, first.data?.matched ?? 0);
  const notes = useNotes(summary.id, at, seen.from, seen.to);
  const onWindow = useCallback((from: number, to: number) => {
    const part = { from: from - (from % notesPart), to: to - (to % notesPart) + notesPart - 1 };
    setSeen(last => (last.from === part.from && last.to === part.to ? last : part));
  }, []);
  const onToggleGroup = (key: string): void =>
    change({ open: state.open.includes(key) ? state.open.filter(other => other !== key) : [...state.open, key] });
  const failed = (error: unknown): void => {
    const { what, todo } = problemOf(error instanceof Error ? error : new Error(String(error)));
    toast(what, todo, 'alert');
  };
  const chooseRange = (index: number): void => {
    const anchor = selection.anchor ?? index;
    const from = Math.min(anchor, index);
    void idsBetween(client, query, from, Math.max(anchor, index)).then(ids => {
      selection.add(ids, anchor);
      if (ids.length >= mostRows) toast(`The first ${countText(mostRows)} are selected`, 'More go by “Select all matching”.');
    }, failed);
  };
  const choose = (index: number, range: boolean): void => {
    const line = at(index);
    if (range) chooseRange(index);
    else if (line?.type === 'finding') selection.toggle(line.row.id, index);
    else if (line?.type === 'group')
      void idsOfGroup(client, query, index, line).then(ids => selection.toggleAll(ids, index), failed);
  };
  return { state, change, select, lines, cursor, selection, notes, onWindow, onToggleGroup, choose };
};

/** Whether there is a first seen to be shown. It stays so while notes of other lines are read, or the column would come and go. */
const useDated = (notes: ReadonlyMap<string, FindingNote>): boolean => {
  const [dated, setDated] = useState(false);
  if (!dated && [...notes.values()].some(note => note.firstSeen !== undefined)) setDated(true);
  return dated;
};

/** The list, what narrows it, and one finding beside it (or, in a narrow window, instead of it). */
export const FindingsPage = ({
  summary,
  finding,
}: {
  readonly summary: SnapshotSummary;
  readonly finding: string | null;
}): ReactElement => {
  const narrow = useNarrow();
  const { state, change, select, lines, cursor, selection, notes, onWindow, onToggleGroup, choose } = useFindings(
    summary,
    finding,
  );
  const { first, count, positions, at, query } = lines;
  const inTray = useTray(tray => trayOf(tray, summary.id));
  const tray = useMemo(() => new Set(inTray), [inTray]);
  const looks = useRechecks(rechecks => looksOf(rechecks, summary.id));
  const columns = useColumns();
  const [measure, width] = useWidth();
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  usePageState(stateOf(first));
  useTitle('Findings');

  const askAhead = useAskAhead(summary.id, state);
  const onFilter = useStable((q: string): void => {
    askAhead(q);
    change({ q });
  });
  const onGroup = useStable((group: Grouping) => change({ group, open: [] }));
  const onSort = useStable((sort: FindingsSort | null) => change({ sort, open: state.open }));
  const filterText = useStable(() => state.q);
  const onToggleTerm = useStable((field: FilterField, term: string) =>
    change({ q: toggleTerm(state.q, field, term), open: state.open }),
  );
  const onExcludeTerm = useStable((field: FilterField, term: string) =>
    change({ q: excludeTerm(state.q, field, term), open: state.open }),
  );
  const onLeave = useStable(() => grid.current?.focus());
  const wholePage = narrow && finding !== null;
  const back = (): void => {
    if (selection.count > 0 && !wholePage) {
      selection.clear();
      return;
    }
    select(null);
    grid.current?.focus();
  };
  const toTray = (): void => {
    const line = at(cursor.index);
    if (finding === null && line?.type === 'finding' && line.row.fixable) toggleInTray(summary.id, line.row.id);
  };
  const open = (index: number): void => {
    const line = at(index);
    if (line?.type === 'group') onToggleGroup(line.key);
    else cursor.open(index);
  };
  const chooseHere = (range: boolean): void => {
    if (cursor.index >= 0) choose(cursor.index, range);
  };
  useKeys({
    '/': () => input.current?.focus(),
    j: event => moveBy(1, event.shiftKey),
    k: event => moveBy(-1, event.shiftKey),
    ArrowDown: event => moveBy(1, event.shiftKey),
    ArrowUp: event => moveBy(-1, event.shiftKey),
    Enter: () => open(cursor.index),
    Escape: back,
    ...(wholePage ? {} : { x: event => chooseHere(event.shiftKey) }),
    ...(finding === null ? { p: toTray } : {}),
  });
  const moveBy = (by: number, range: boolean): void => {
    cursor.move(by, narrow && finding === null);
    const next = Math.min(count - 1, Math.max(0, cursor.index + by));
    if (range && !wholePage) choose(next, true);
  };

  const dated = useDated(notes);
  const wanted = columns.chosen.filter(id => id !== 'firstSeen' || dated).join(' ');
  // The same array while it holds the same: rows that did not change are not drawn anew.
  const shownColumns = useMemo(() => columnsThatFit(wanted.split(' ').filter(isColumn), width), [wanted, width]);

  const data = first.data;
  const matched = data?.matched ?? 0;
  const menus = useMemo(
    () => (
      <>
        <ColumnsMenu columns={columns} />
        <ExportMenu snapshot={summary.id} text={filterText} matched={matched} />
      </>
    ),
    [columns, summary.id, filterText, matched],
  );
  const status = useMemo(() => {
    const facts = statusFacts(summary);
    return <StatusLine facts={narrow ? facts.slice(0, 1) : facts} keys={listKeys} />;
  }, [summary, narrow]);

  if (wholePage)
    return (
      <WholeFinding summary={summary} finding={finding} page={data} q={state.q} onBack={back} onMove={by => cursor.move(by)} />
    );

  return (
    <>
      {narrow || data === undefined ? null : (
        <Facets facets={data.facets} q={state.q} onToggle={onToggleTerm} onExclude={onExcludeTerm} />
      )}
      <div className="page-column" ref={measure}>
        <h1 className="sr-only">Findings</h1>
        <SnapshotNotices snapshot={summary} asked={first} />
        <FilterBar
          input={input}
          q={state.q}
          group={state.group}
          facets={data?.facets ?? noFacets}
          onFilter={onFilter}
          onGroup={onGroup}
          onLeave={onLeave}
        >
          {menus}
        </FilterBar>
        {narrow && data !== undefined ? <FacetChips facets={data.facets} q={state.q} onToggle={onToggleTerm} /> : null}
        {looks
          .filter(look => look.scope.type !== 'finding')
          .map(look => (
            <ListLayer key={JSON.stringify(look.scope)} look={look} />
          ))}
        {data === undefined ? null : (
          <ListHead
            data={data}
            filtered={state.q !== ''}
            group={state.group}
            sort={state.sort}
            columns={shownColumns}
            onSort={onSort}
          />
        )}
        {first.isError && data === undefined ? (
          <ErrorState fault={problemOf(first.error)} onRetry={() => void first.refetch()} />
        ) : null}
        {first.isPending ? <LoadingState label="Reading the findings" /> : null}
        {data !== undefined && data.matched === 0 ? (
          <NoFindings
            summary={summary}
            filtered={state.q !== ''}
            total={data.total}
            onClear={() => change({ q: '', open: [] })}
          />
        ) : null}
        {data !== undefined && data.matched > 0 ? (
          <FindingList
            positions={positions}
            at={at}
            selected={cursor.index}
            tray={tray}
            selection={selection}
            columns={shownColumns}
            notes={notes}
            looks={looks}
            grid={grid}
            onWindow={onWindow}
            onSelect={index => cursor.to(index, narrow)}
            onOpen={open}
            onToggle={onToggleGroup}
            onChoose={choose}
          />
        ) : null}
        <Bulk snapshot={summary.id} query={query} selection={selection} matched={data?.matched ?? 0} />
      </div>
      {finding === null ? null : (
        <SidePanel label="Finding">
          <FindingDetail key={finding} snapshot={summary} finding={finding} wholePage={false} />
        </SidePanel>
      )}
      {status}
    </>
  );
};

interface ExportProps {
  readonly snapshot: string;
  readonly text: () => string;
  readonly matched: number;
}

const ExportMenu = memo(({ snapshot, text, matched }: ExportProps): ReactElement | null => {
  const { busy, save } = useExport(snapshot);
  if (matched === 0) return null;
  return (
    <ActionMenu
      label={busy ? 'Exporting' : 'Export'}
      name={`Export ${plural(matched, 'finding')}`}
      actions={exportActions(format => save(text(), format))}
    />
  );
});

const NoFindings = ({
  summary,
  filtered,
  total,
  onClear,
}: {
  readonly summary: SnapshotSummary;
  readonly filtered: boolean;
  readonly total: number;
  readonly onClear: () => void;
}): ReactElement => {
  if (filtered && total > 0)
    return (
      <EmptyState title="The filter hides all findings" action={<Button onClick={onClear}>Clear the filter</Button>}>
        {plural(total, 'finding')} without it.
      </EmptyState>
    );
  return summary.unknown > 0 || summary.meta.partial ? (
    <EmptyState
      title="No finding in what was read"
      action={<Link href={routes.coverage(summary.id)}>See what was not read</Link>}
    >
      Not everything was read, so this is no clean bill of health.
    </EmptyState>
  ) : (
    <EmptyState title="No findings" action={<Link href={routes.rules}>See the rules</Link>}>
      {plural(summary.passed, 'check')} passed on {plural(summary.objects, 'object')}, and none is unknown.
    </EmptyState>
  );
};
