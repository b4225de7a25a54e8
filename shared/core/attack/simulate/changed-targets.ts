import type { WholeWorld } from '../create-world.ts';
import type { Target } from '../edge.ts';
import type { ArcRow } from '../graph/arcs.ts';
import type { AttackGraph } from '../graph/build-graph.ts';
import { createConditionalTargets, type Conditional, type ConditionalTargets } from '../graph/conditional-targets.ts';
import { foldKey } from '../graph/fold-key.ts';
import type { NodeSpace } from '../graph/node-space.ts';
import type { Plan } from '../graph/predicates.ts';
import { flagsOf } from '../graph/weaver.ts';
import { createFoldComparison, type Met, type MetList } from './fold-comparison.ts';

/** Targets that are asked for again after a change, and what of the graph differs by them. */
export interface ChangedTargets {
  /** Arcs out of folds in place of those that they had. */
  readonly folds: ReadonlyMap<number, readonly ArcRow[]>;
  readonly conditional: ConditionalTargets;
  /** Ids of holders to whom other targets are open than before. */
  readonly holders: ReadonlySet<string>;
  /** A place that led nowhere leads somewhere now: who may go there was never looked into. */
  readonly opened: boolean;
}

export interface TargetsQuestion {
  readonly graph: AttackGraph;
  readonly world: WholeWorld;
  readonly space: NodeSpace;
  /** Edges to be asked, each in its places. */
  readonly asked: readonly { readonly plan: Plan; readonly places: readonly string[] }[];
  pause(): Promise<void>;
}

const signHolders = (list: readonly (readonly [string, Conditional])[]): ReadonlyMap<string, string> => {
  const byHolder = new Map<string, string[]>();
  for (const [holder, { to, flags, name }] of list)
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), `${to} ${flags} ${name}`]);
  return new Map([...byHolder].map(([holder, texts]) => [holder, texts.toSorted().join('\n')]));
};

const otherHolders = (
  old: readonly (readonly [string, Conditional])[],
  now: readonly (readonly [string, Conditional])[],
): readonly string[] => {
  if (old.length === 0 && now.length === 0) return [];
  const [before, after] = [signHolders(old), signHolders(now)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(holder => before.get(holder) !== after.get(holder));
};

/** Asks again, and compares with the folds as they are. */
export const changedTargets = async ({ graph, world, space, asked, pause }: TargetsQuestion): Promise<ChangedTargets> => {
  const again = new Set<string>();
  const conditional = createConditionalTargets(graph.conditional, key => again.has(key));
  const folds = createFoldComparison(graph);
  const holders = new Set<string>();
  let opened = false;
  // A list that an edge gives for many places is taken in once.
  const lists = new Map<Iterable<Target>, MetList>();
  const metOf = (plan: Plan, place: string, given: Iterable<Target>): MetList => {
    const known = lists.get(given);
    if (known !== undefined) return known;
    const first = conditional.meets(foldKey(plan.index, place, null));
    const met: Met[] = [];
    for (const target of given) {
      const to = space.intern(target.id);
      if (to === undefined) continue;
      const flags = flagsOf(target);
      if (target.holders === undefined) {
        met.push({ to, flags, name: target.name });
        continue;
      }
      // One for all of its holders, so that it is known as the same by each.
      const one = { plan, place, to, flags, name: target.name };
      if (first) for (const holder of new Set(target.holders)) conditional.add(holder, one);
    }
    if (Array.isArray(given)) lists.set(given, met);
    return met;
  };
  const compare = (plan: Plan, fold: number | undefined, met: MetList): void => {
    if (fold === undefined) return;
    if (fold >= 0) folds.compare(plan.index, fold, met);
    else if (met.length > 0) opened = true;
  };
  const ask = (plan: Plan, place: string): void => {
    const key = foldKey(plan.index, place, null);
    const names = graph.foldNames.get(key) ?? [];
    const fold = graph.folds.whole(plan.index, place);
    if (fold === undefined && names.length === 0 && !graph.conditional.hasMet(key)) return;
    again.add(key);
    const met = metOf(plan, place, plan.edge.targets(world, place));
    compare(plan, fold, met);
    for (const name of names) {
      const these = met.filter(one => one.name === name);
      compare(plan, graph.folds.get(foldKey(plan.index, place, name)), these);
    }
    for (const holder of otherHolders(graph.conditional.at(key), conditional.at(key))) holders.add(holder);
  };
  for (const { plan, places } of asked) {
    for (const place of places) ask(plan, place);
    await pause();
  }
  return { folds: folds.changed, conditional, holders, opened };
};
