import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { CompareSummary } from '#contract/compare';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { setCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { durationText, plural } from '#renderer/ui/time.ts';
import { type CompareState, type Pick, type Picked, toggleNamespace, useCompareState } from './compare-state.ts';
import { useCounts } from './counts.ts';
import { ChangeChips, ChangeColumn } from './parts/ChangeColumn.tsx';
import { ChangedFinding } from './parts/ChangedFinding.tsx';
import { ChangedObject } from './parts/ChangedObject.tsx';
import { CompareList } from './parts/CompareList.tsx';
import { CompareNotices } from './parts/Notices.tsx';
import { PairBar } from './parts/PairBar.tsx';
import { type Line, useLines } from './rows.ts';
import { isNothing, sameWords } from './words.ts';

const pageKeys = [
  { keys: ['J', 'K'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
];

const statusFacts = (summary: CompareSummary): readonly string[] => {
  const { access, findings, objects } = summary;
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  return [
    plural(sum(findings), 'finding differs', 'findings differ'),
    plural(sum(access), 'access differs', 'accesses differ'),
    plural(sum(objects), 'object differs', 'objects differ'),
    `${plural(summary.compared, 'object')} compared in ${durationText(summary.durationMs)}`,
    `rules ${summary.rules.version} for both`,
  ];
};

const pickedIn = (line: Line | undefined): Picked | null =>
  line === undefined || line.is === 'head'
    ? null
    : line.is === 'object'
      ? { is: 'object', id: line.row.key }
      : { is: 'finding', id: line.row.id };

const Nothing = ({ summary, onLeftOut }: { readonly summary: CompareSummary; readonly onLeftOut: () => void }): ReactElement => {
  const left = summary.leftOut.reduce((sum, { objects }) => sum + objects, 0);
  if (summary.before.id === summary.after.id)
    return (
      <EmptyState title="Both are the same snapshot">Choose another one above to see what changed between the two.</EmptyState>
    );
  return (
    <EmptyState
      title="Nothing that counts differs"
      action={
        left === 0 ? undefined : (
          <Button onClick={onLeftOut}>
            Show {plural(left, 'difference')} that {left === 1 ? 'does' : 'do'} not count
          </Button>
        )
      }
    >
      {sameWords(summary)}
    </EmptyState>
  );
};

interface ShownProps {
  readonly summary: CompareSummary;
  readonly state: CompareState;
  readonly change: (next: Partial<CompareState>, replace?: boolean) => void;
  readonly onSwap: () => void;
}

const useList = (summary: CompareSummary, state: CompareState) => {
  const [seen, setSeen] = useState({ from: 0, to: 60 });
  const lines = useLines({ before: summary.before.id, after: summary.after.id }, state, seen.from, seen.to, true);
  const onWindow = useCallback(
    (from: number, to: number) => setSeen(last => (last.from === from && last.to === to ? last : { from, to })),
    [],
  );
  return { ...lines, onWindow };
};

const FilterBox = ({
  q,
  input,
  onFilter,
  onLeave,
}: {
  readonly q: string;
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly onFilter: (q: string) => void;
  readonly onLeave: () => void;
}): ReactElement => (
  <label className="filter-box">
    <Icon name="search" />
    <span className="sr-only">Filter the differences</span>
    <input
      ref={input}
      value={q}
      onChange={event => onFilter(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === 'Escape' || event.key === 'ArrowDown') {
          event.preventDefault();
          onLeave();
        }
      }}
      placeholder="ns: kind: change: name: rule: or text"
      spellCheck={false}
      autoComplete="off"
      maxLength={1000}
    />
    {q === '' ? null : (
      <button type="button" className="filter-clear" aria-label="Clear the filter" onClick={() => onFilter('')}>
        <Icon name="close" size={11} />
      </button>
    )}
  </label>
);

const Shown = ({ summary, state, change, onSwap }: ShownProps): ReactElement => {
  const narrow = useNarrow();
  const [, navigate] = useLocation();
  const { shown, count, at, indexOf, onWindow } = useList(summary, state);
  const counts = useCounts(summary.before.id, summary.after.id, state.q, state.leftOut, true);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const selected = state.at === null ? -1 : indexOf(state.at);
  const here = at(selected);
  const alone = useCall(
    'compare.findings',
    { before: summary.before.id, after: summary.after.id, filter: `id:${state.at?.id ?? ''}`, limit: 1 },
    { enabled: state.at?.is === 'finding' && here?.is !== 'finding' },
  ).data?.rows[0];
  const finding = here?.is === 'finding' ? here.row : state.at?.is === 'finding' && alone?.id === state.at.id ? alone : undefined;
  const whole = state.at !== null && (narrow || state.whole);

  const backButton = useRef<HTMLButtonElement>(null);
  const wasWhole = useRef(whole);
  // What had the focus goes with the list, or with the page: it is never left to nobody.
  useEffect(() => {
    if (wasWhole.current === whole) return;
    wasWhole.current = whole;
    const held = document.activeElement;
    if (held === null || held === document.body) (whole ? backButton : grid).current?.focus({ preventScroll: true });
  }, [whole]);

  const select = (picked: Picked | null, replace = true): void =>
    change({ at: picked, ...(picked === null ? { whole: false } : {}) }, replace);
  /** Heads are passed over, in the direction of the move. */
  const move = (by: number): void => {
    const step = by < 0 ? -1 : 1;
    let index = Math.min(count - 1, Math.max(0, selected + by));
    if (at(index)?.is === 'head') index = index + step < 0 || index + step >= count ? index - step : index + step;
    while (index > 0 && index < count - 1 && at(index)?.is === 'head') index += step;
    const picked = pickedIn(at(index));
    if (picked !== null) select(picked);
  };
  const toSection = (by: number): void => {
    const starts = Array.from({ length: count }, (_, index) => index).filter(index => at(index)?.is === 'head');
    const next = by > 0 ? starts.find(start => start > selected) : starts.filter(start => start < selected - 1).at(-1);
    const picked = next === undefined ? null : pickedIn(at(next + 1));
    if (picked !== null) select(picked);
  };
  const open = (index: number): void => {
    const row = at(index);
    if (row?.is === 'object') change({ at: { is: 'object', id: row.row.key }, whole: true });
    if (row?.is === 'finding')
      navigate(routes.finding(row.row.side === 'after' ? summary.after.id : summary.before.id, row.row.id));
  };
  const back = (): void => {
    if (state.whole && !narrow) change({ whole: false });
    else select(null);
    grid.current?.focus();
  };
  const onPick = (pick: Pick): void =>
    change({
      picks: state.picks.includes(pick) ? state.picks.filter(other => other !== pick) : [...state.picks, pick],
      ...(pick.startsWith('left-out:') ? { leftOut: true } : {}),
    });
  useKeys({
    '/': () => input.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => open(selected),
    Escape: back,
    '[': { does: 'previous section', hint: 'section', run: () => toSection(-1) },
    ']': { does: 'next section', hint: 'section', run: () => toSection(1) },
    s: { does: 'swap before and after', hint: 'swap', run: onSwap },
    l: { does: 'list what is left out, or hide it', run: () => change({ leftOut: !state.leftOut }) },
  });

  const detail =
    state.at === null ? null : state.at.is === 'object' ? (
      <ChangedObject
        key={state.at.id}
        summary={summary}
        objectKey={state.at.id}
        whole={whole}
        onSelect={picked => select(picked, false)}
        onWhole={narrow ? null : next => change({ whole: next })}
      />
    ) : finding !== undefined ? (
      <ChangedFinding key={state.at.id} summary={summary} row={finding} onSelect={picked => select(picked, false)} />
    ) : null;
  const column = {
    counts,
    q: state.q,
    picks: state.picks,
    onPick,
    onNamespace: (name: string) => change({ q: toggleNamespace(state.q, name) }),
  };
  const failed = shown.find(({ first }) => first.isError && first.data === undefined)?.first;
  const matched = shown.reduce((sum, { first }) => sum + (first.data?.matched ?? 0), 0);
  const ready = shown.every(({ first }) => first.data !== undefined);
  const filtered = state.q !== '' || state.picks.length > 0;
  const status = <StatusLine facts={narrow ? statusFacts(summary).slice(0, 1) : statusFacts(summary)} keys={pageKeys} />;

  if (whole && detail !== null)
    return (
      <div className="page-column">
        <div className="detail-back">
          <button ref={backButton} type="button" className="link" onClick={back}>
            <Icon name="chevron-left" size={12} /> All differences
          </button>
        </div>
        {detail}
        {status}
      </div>
    );
  const left = summary.leftOut.reduce((sum, { objects }) => sum + objects, 0);
  const quiet = isNothing(summary) && !state.leftOut;
  return (
    <>
      {quiet ? null : (
        <div className="compare-filter">
          <FilterBox q={state.q} input={input} onFilter={q => change({ q }, true)} onLeave={() => grid.current?.focus()} />
          {left === 0 ? null : (
            <Button
              variant="quiet"
              aria-pressed={state.leftOut}
              onClick={() =>
                change({ leftOut: !state.leftOut, picks: state.picks.filter(pick => !pick.startsWith('left-out:')) })
              }
            >
              {state.leftOut ? 'Hide what is left out' : 'Show what is left out'}
            </Button>
          )}
        </div>
      )}
      {narrow && !quiet ? <ChangeChips {...column} /> : null}
      <div className="compare-body">
        {narrow || quiet ? null : <ChangeColumn {...column} />}
        <div className="compare-main">
          <CompareNotices summary={summary} />
          {failed === undefined ? null : (
            <ErrorState fault={problemOf(failed.error ?? new Error('unknown'))} onRetry={() => void failed.refetch()} />
          )}
          {ready && filtered && matched === 0 ? (
            <EmptyState
              title="The filter hides all differences"
              action={<Button onClick={() => change({ q: '', picks: [] })}>Clear the filter</Button>}
            >
              Nothing that differs fits it.
            </EmptyState>
          ) : quiet ? (
            <Nothing summary={summary} onLeftOut={() => change({ leftOut: true })} />
          ) : (
            <CompareList
              summary={summary}
              count={count}
              at={at}
              selected={selected}
              grid={grid}
              onWindow={onWindow}
              onSelect={index => {
                const picked = pickedIn(at(index));
                if (picked !== null) select(picked, !narrow);
              }}
              onMove={move}
              onOpen={open}
            />
          )}
        </div>
        {detail === null ? null : <SidePanel label="Difference">{detail}</SidePanel>}
      </div>
      {status}
    </>
  );
};

/** Two snapshots: access, findings and objects that differ, in this order. */
export const ComparePage = ({ before, after }: { readonly before: string; readonly after: string }): ReactElement => {
  const [, navigate] = useLocation();
  const library = useCall('snapshots.list', {});
  const summary = useCall('compare.summary', { before, after });
  const { state, change } = useCompareState(before, after);
  usePageState(stateOf(summary));
  useTitle('Compare');
  useEffect(() => {
    if (summary.data !== undefined) setCurrent(after);
  }, [after, summary.data]);
  const nameOf = (id: string): string => {
    const side = [summary.data?.before, summary.data?.after].find(each => each?.id === id);
    return side?.title ?? (library.isSuccess ? 'A snapshot that is not here' : 'A snapshot');
  };
  const swap = (): void => navigate(routes.compare(after, before));
  return (
    <div className="page-column">
      <div className="page-bar compare-bar">
        <h1>Compare</h1>
        <PairBar
          snapshots={library.data?.snapshots ?? []}
          before={before}
          after={after}
          nameOf={nameOf}
          onChange={(first, second) => navigate(routes.compare(first ?? before, second ?? after))}
        />
      </div>
      {summary.isPending ? (
        <div className="compare-waiting">
          <LoadingState label="Comparing the two snapshots, and evaluating both where their rules differ" />
          <Button onClick={() => window.history.back()}>Cancel</Button>
        </div>
      ) : null}
      {summary.isError && summary.data === undefined ? (
        <ErrorState
          fault={problemOf(summary.error)}
          onRetry={() => void summary.refetch()}
          action={
            <Link href={routes.snapshots} className="ui-button ui-button-plain">
              All snapshots
            </Link>
          }
        />
      ) : null}
      {summary.data === undefined ? null : (
        <Shown key={`${before} ${after}`} summary={summary.data} state={state} change={change} onSwap={swap} />
      )}
    </div>
  );
};
