import type { CompareFinding, CompareObject, CompareSummary } from '#contract/compare';
import type { Evaluation } from '#contract/evaluation';
import { defaultConfig } from '#contract/config';
import type { KubeObject, ObjectKey } from '#contract/kube';
import { resourceName } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot, SnapshotSummary } from '#contract/snapshot';
import { type CompareInput, compareSnapshots } from '#core/compare/compare-snapshots';
import { type FilteredRows, filterFindings, filterObjects } from '#core/compare/filter';
import { objectDetail } from '#core/compare/object-detail';
import { createSide } from '#core/compare/side';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import type { CompareAsk, CompareAsks } from '#core/services';
import type { Library } from '#node/library/library';
import type { StoredSnapshot } from '#node/library/stored-snapshot';
import { choose, filesOf } from './catalogue.ts';
import { ruleBook } from './rule-book.ts';

/** What is kept of the last pair: rows and counts, no objects. */
interface Kept {
  readonly summary: CompareSummary;
  readonly objects: readonly CompareObject[];
  readonly leftOut: readonly CompareObject[];
  readonly findings: readonly CompareFinding[];
  readonly autoscaled: ReadonlySet<string>;
  /** Rows under a filter; the last few stay, since paging asks for the same ones again. */
  readonly filtered: <R>(section: string, filter: string, make: () => FilteredRows<R>) => FilteredRows<R>;
}

/** A comparison under way or done, shared by all who ask for the same pair. */
interface Shared {
  readonly stamp: string;
  readonly work: Promise<Result<Kept, Problem>>;
  readonly controller: AbortController;
  waiting: number;
  settled: boolean;
}

export interface Comparer {
  ask<N extends CompareAsk>(
    name: N,
    input: CompareAsks[N]['input'],
    signal: AbortSignal,
  ): Promise<Result<CompareAsks[N]['output'], Problem>>;
}

const standard = { config: defaultConfig, only: {}, pss: undefined } as const;

const needs = new Map(ruleBook.cards.map(card => [card.id, new Set(card.needs)]));
const none: ReadonlySet<string> = new Set();

export const needsOfRule = (ruleId: string): ReadonlySet<string> => needs.get(ruleId) ?? none;

export interface LoadedSide {
  readonly id: string;
  readonly title: string;
  readonly snapshot: Snapshot;
  /** The evaluation that it brought. */
  readonly stored: Evaluation | null;
}

/** Both sides by the rules of this program; as stored where both were stored by the same, unless `anew`. */
export const withEvaluations = async (
  before: LoadedSide,
  after: LoadedSide,
  ports: Ports,
  signal: AbortSignal,
  anew = false,
): Promise<CompareInput> => {
  const stored = [before.stored, after.stored];
  const asStored = !anew && stored.every(each => each !== null && each.rulesVersion === after.stored?.rulesVersion);
  const sideOf = async ({ stored, snapshot, ...side }: LoadedSide) => {
    const index = createSnapshotIndex(snapshot);
    const storedRules = stored?.rulesVersion ?? null;
    if (asStored && stored !== null) return { ...side, snapshot, index, evaluation: stored, storedRules };
    const { rules, options } = choose(standard, filesOf(snapshot));
    return { ...side, snapshot, index, evaluation: await evaluate(index, rules, options, ports, signal), storedRules };
  };
  const sides = { before: await sideOf(before), after: await sideOf(after) };
  const { rulesVersion } = sides.after.evaluation;
  const reevaluated = !asStored && stored.some(each => each !== null && each.rulesVersion !== rulesVersion);
  return {
    ...sides,
    rulesVersion,
    reevaluated,
    storedBefore: !reevaluated || before.stored === null ? null : before.stored.findings,
    needsOf: needsOfRule,
  };
};

const stampOf = (summaries: readonly SnapshotSummary[]): string =>
  JSON.stringify(summaries.map(summary => ({ ...summary, title: '', notes: '' })));

const wholeOf = async (stored: StoredSnapshot, ports: Ports, signal: AbortSignal): Promise<LoadedSide | undefined> => {
  const snapshot = await stored.loadInSteps(ports, signal);
  return snapshot === undefined
    ? undefined
    : { id: stored.id, title: stored.summary().title, snapshot, stored: stored.evaluation() };
};

const cancelled = (): Result<never, Problem> =>
  fail(problem('cancelled', { what: 'The comparison was cancelled.', why: 'It was asked to stop.' }));

/** Resolves as the work does, or at once when this caller's own signal aborts. */
const orAborted = <T>(work: Promise<Result<T, Problem>>, signal: AbortSignal): Promise<Result<T, Problem>> => {
  const gone = Promise.withResolvers<Result<T, Problem>>();
  const onAbort = (): void => gone.resolve(cancelled());
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, gone.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

const windowOf = <R>(
  { rows, counts, namespaces }: FilteredRows<R>,
  total: number,
  { offset, limit }: { readonly offset: number; readonly limit: number },
) => ({
  total,
  matched: rows.length,
  counts: { ...counts },
  namespaces: [...namespaces],
  rows: rows.slice(offset, offset + limit),
});

const mostFilters = 16;

const rememberFiltered = (): Kept['filtered'] => {
  const known = new Map<string, FilteredRows<unknown>>();
  return <R>(section: string, filter: string, make: () => FilteredRows<R>): FilteredRows<R> => {
    const key = `${section} ${filter}`;
    const found = known.get(key) ?? make();
    known.delete(key);
    known.set(key, found);
    const oldest = known.keys().next().value;
    if (known.size > mostFilters && oldest !== undefined) known.delete(oldest);
    return found as FilteredRows<R>;
  };
};

const resourceOfKey = (key: ObjectKey): string => {
  const [group = '', resource = ''] = key.split('/');
  return resourceName(group, resource);
};

/** A side with one object alone: enough to tell in what it differs, without loading the rest. */
const sideWith = (stored: StoredSnapshot, key: ObjectKey, object: KubeObject | undefined) =>
  createSide({
    id: stored.id,
    title: '',
    snapshot: {
      meta: stored.meta(),
      types: stored.types(),
      objects: object === undefined ? new Map() : new Map([[resourceOfKey(key), [object]]]),
      facts: object === undefined ? [] : stored.facts(key),
      redactions: [],
      coverage: stored.coverage(),
    },
    evaluation: {
      rulesVersion: '',
      findings: [],
      tallies: [],
      coverage: { percent: null, cells: 0, full: 0 },
      skipped: [],
      defects: [],
    },
    storedRules: null,
  });

/** Compares snapshots of the library; the last pair is kept, so that paging through its rows compares once. */
export const createComparer = (library: Library, ports: Ports): Comparer => {
  let last: Shared | undefined;

  const compare = async (before: StoredSnapshot, after: StoredSnapshot, signal: AbortSignal): Promise<Result<Kept, Problem>> => {
    // A click on another pair ends this one before anything is loaded.
    await ports.pause();
    if (signal.aborted) return cancelled();
    const first = await wholeOf(before, ports, signal);
    const second = await wholeOf(after, ports, signal);
    if (first === undefined || second === undefined) return cancelled();
    const input = await withEvaluations(first, second, ports, signal);
    const { summary, changes, leftOut, findings, context } = await compareSnapshots(input, ports, signal);
    return ok({
      summary,
      objects: changes.map(({ row }) => row),
      leftOut: leftOut.map(({ row }) => row),
      findings,
      autoscaled: context.autoscaled,
      filtered: rememberFiltered(),
    });
  };

  const share = (before: StoredSnapshot, after: StoredSnapshot): Shared => {
    const stamp = stampOf([before.summary(), after.summary()]);
    if (last?.stamp === stamp && !last.controller.signal.aborted) return last;
    const controller = new AbortController();
    const work = compare(before, after, controller.signal);
    const shared: Shared = { stamp, controller, work, waiting: 0, settled: false };
    last = shared;
    const settle = (keep: boolean): void => {
      shared.settled = true;
      if (!keep && last === shared) last = undefined;
    };
    work.then(
      result => settle(result.ok),
      () => settle(false),
    );
    return shared;
  };

  const kept = async (before: StoredSnapshot, after: StoredSnapshot, signal: AbortSignal): Promise<Result<Kept, Problem>> => {
    const shared = share(before, after);
    shared.waiting += 1;
    try {
      return await orAborted(shared.work, signal);
    } finally {
      shared.waiting -= 1;
      // Nobody waits any more: a comparison that is under way ends, one that is done stays.
      if (shared.waiting === 0 && !shared.settled) shared.controller.abort();
    }
  };

  const detail = (
    before: StoredSnapshot,
    after: StoredSnapshot,
    { summary, objects, leftOut, findings, autoscaled }: Kept,
    key: ObjectKey,
  ): Result<CompareAsks['object']['output'], Problem> => {
    const row = objects.find(candidate => candidate.key === key) ?? leftOut.find(candidate => candidate.key === key);
    if (row === undefined)
      return fail(
        problem('object-unknown', {
          what: `The two snapshots do not differ in ${key.slice(0, 400)}.`,
          why: 'It is the same in both, or in neither.',
        }),
      );
    const pair = { key, resource: resourceOfKey(key), before: before.object(key), after: after.object(key) };
    const context = {
      before: sideWith(before, key, pair.before),
      after: sideWith(after, key, pair.after),
      valuesComparable: summary.valuesComparable,
      autoscaled,
    };
    return ok(objectDetail(context, pair, row, findings));
  };

  return {
    ask: async <N extends CompareAsk>(name: N, input: CompareAsks[N]['input'], signal: AbortSignal) => {
      const before = library.open(input.before);
      if (!before.ok) return before;
      const after = library.open(input.after);
      if (!after.ok) return after;
      const found = await kept(before.value, after.value, signal);
      if (!found.ok) return found;
      const { summary, objects, leftOut, findings, filtered } = found.value;
      const answers: {
        readonly [A in CompareAsk]: (asked: CompareAsks[A]['input']) => Result<CompareAsks[A]['output'], Problem>;
      } = {
        summary: () =>
          ok({
            ...summary,
            before: { ...summary.before, title: before.value.summary().title },
            after: { ...summary.after, title: after.value.summary().title },
          }),
        findings: query =>
          ok(
            windowOf(
              filtered('findings', query.filter, () => filterFindings(findings, query.filter)),
              findings.length,
              query,
            ),
          ),
        objects: query => {
          const rows = query.section === 'left-out' ? leftOut : objects.filter(row => row.section === query.section);
          return ok(
            windowOf(
              filtered(query.section, query.filter, () => filterObjects(rows, query.filter)),
              rows.length,
              query,
            ),
          );
        },
        object: ({ key }) => detail(before.value, after.value, found.value, key),
      };
      return answers[name](input);
    },
  };
};
