import { type ReactElement, useCallback, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { toggleInTray, trayOf, useTray } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { type FilterField, toggleTerm } from './filter-text.ts';
import { useLines } from './lines.ts';
import { useListState } from './list-state.ts';
import { FacetChips } from './parts/FacetChips.tsx';
import { Facets } from './parts/Facets.tsx';
import { FilterBar } from './parts/FilterBar.tsx';
import { FindingDetail } from './parts/FindingDetail.tsx';
import { FindingList } from './parts/FindingList.tsx';
import { useCursor } from './use-cursor.ts';

const orderWords = { cause: 'by severity, then how many findings one change fixes', none: 'by severity' } as const;

const statusFacts = (snapshot: SnapshotSummary): readonly (ReactElement | string | null)[] => [
  `${countText(snapshot.passed + snapshot.failed)} checks on ${plural(snapshot.objects, 'object')}`,
  `${countText(snapshot.passed)} passed`,
  `${countText(snapshot.failed)} failed`,
  snapshot.unknown === 0 ? null : <span className="is-unknown">{countText(snapshot.unknown)} unknown</span>,
  `${snapshot.rules} rules, ${snapshot.rulesVersion}`,
  snapshot.meta.serverVersion === null ? null : `server ${snapshot.meta.serverVersion}`,
];

const listKeys = [
  { keys: ['J', 'K'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['X'], does: 'unfold' },
  { keys: ['P'], does: 'to tray' },
  { keys: ['/'], does: 'filter' },
];

/** The list, what narrows it, and one finding beside it (or, in a narrow window, instead of it). */
export const FindingsPage = ({
  summary,
  finding,
}: {
  readonly summary: SnapshotSummary;
  readonly finding: string | null;
}): ReactElement => {
  const narrow = useNarrow();
  const { state, change, select } = useListState(summary.id, finding);
  const [seen, setSeen] = useState({ from: 0, to: 0 });
  const { first, count, at, indexOf } = useLines(summary.id, state, seen.from, seen.to);
  const cursor = useCursor(count, at, finding === null ? -1 : indexOf(finding), finding, select);
  const chosen = useTray(tray => trayOf(tray, summary.id));
  const tray = useMemo(() => new Set(chosen), [chosen]);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  usePageState(stateOf(first));
  useTitle('Findings');

  const onWindow = useCallback(
    (from: number, to: number) => setSeen(last => (last.from === from && last.to === to ? last : { from, to })),
    [],
  );
  const onFilter = useCallback((q: string) => change({ q }), [change]);
  const onToggleTerm = (field: FilterField, term: string): void =>
    change({ q: toggleTerm(state.q, field, term), open: state.open });
  const onToggleGroup = (key: string): void =>
    change({ open: state.open.includes(key) ? state.open.filter(other => other !== key) : [...state.open, key] });
  const back = (): void => {
    select(null);
    grid.current?.focus();
  };
  const unfold = (): void => {
    const line = at(cursor.index);
    const key = line?.type === 'group' ? line.key : line?.group;
    if (key !== null && key !== undefined) onToggleGroup(key);
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
  useKeys({
    '/': () => input.current?.focus(),
    j: () => cursor.move(1, narrow && finding === null),
    k: () => cursor.move(-1, narrow && finding === null),
    ArrowDown: () => cursor.move(1, narrow && finding === null),
    ArrowUp: () => cursor.move(-1, narrow && finding === null),
    Enter: () => open(cursor.index),
    Escape: back,
    x: unfold,
    ...(finding === null ? { p: toTray } : {}),
  });

  const data = first.data;
  const wholePage = narrow && finding !== null;
  const filtered = state.q !== '';

  if (wholePage)
    return (
      <div className="page-column">
        <div className="detail-back">
          <button type="button" className="link" onClick={back}>
            <Icon name="chevron-left" size={12} /> {data === undefined ? 'Findings' : plural(data.matched, 'finding')}
          </button>
          <span className="mono muted">{state.q}</span>
          <span className="spacer" />
          <button
            type="button"
            className="ui-button ui-button-quiet"
            aria-label="Previous finding"
            onClick={() => cursor.move(-1)}
          >
            <Key name="K" />
          </button>
          <button type="button" className="ui-button ui-button-quiet" aria-label="Next finding" onClick={() => cursor.move(1)}>
            <Key name="J" />
          </button>
        </div>
        <FindingDetail key={finding} snapshot={summary} finding={finding} wholePage />
        <StatusLine
          facts={[
            summary.unknown === 0 ? null : <span className="is-unknown">{countText(summary.unknown)} unknown</span>,
            summary.meta.serverVersion === null ? null : `server ${summary.meta.serverVersion}`,
          ]}
          keys={[
            { keys: ['Esc'], does: 'back to list' },
            { keys: ['J', 'K'], does: 'next, previous' },
            { keys: ['P'], does: 'add to tray' },
          ]}
        />
      </div>
    );

  return (
    <>
      {narrow || data === undefined ? null : <Facets facets={data.facets} q={state.q} onToggle={onToggleTerm} />}
      <div className="page-column">
        <h1 className="sr-only">Findings</h1>
        <SnapshotNotices snapshot={summary} asked={first} />
        <FilterBar
          input={input}
          q={state.q}
          group={state.group}
          onFilter={onFilter}
          onGroup={group => change({ group, open: [] })}
          onLeave={() => grid.current?.focus()}
        />
        {narrow && data !== undefined ? <FacetChips facets={data.facets} q={state.q} onToggle={onToggleTerm} /> : null}
        {data === undefined ? null : (
          <div className="list-count" aria-live="polite">
            <strong>{filtered ? `${countText(data.matched)} of ${countText(data.total)}` : plural(data.total, 'finding')}</strong>
            <span className="muted">
              ·{' '}
              {state.group === 'cause' || state.group === 'none'
                ? orderWords[state.group]
                : `by severity, grouped by ${state.group}`}
            </span>
          </div>
        )}
        {first.isError && data === undefined ? (
          <ErrorState fault={problemOf(first.error)} onRetry={() => void first.refetch()} />
        ) : null}
        {first.isPending ? <LoadingState label="Reading the findings" /> : null}
        {data !== undefined && data.matched === 0 ? (
          <NoFindings summary={summary} filtered={filtered} total={data.total} onClear={() => change({ q: '', open: [] })} />
        ) : null}
        {data !== undefined && data.matched > 0 ? (
          <FindingList
            count={count}
            at={at}
            selected={cursor.index}
            tray={tray}
            grid={grid}
            onWindow={onWindow}
            onSelect={index => cursor.to(index, narrow)}
            onOpen={open}
            onToggle={onToggleGroup}
          />
        ) : null}
      </div>
      {finding === null ? null : (
        <SidePanel label="Finding">
          <FindingDetail key={finding} snapshot={summary} finding={finding} wholePage={false} />
        </SidePanel>
      )}
      <StatusLine facts={narrow ? statusFacts(summary).slice(0, 1) : statusFacts(summary)} keys={listKeys} />
    </>
  );
};

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
