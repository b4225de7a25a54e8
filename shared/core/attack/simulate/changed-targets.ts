import type { WholeWorld } from '../create-world.ts';
import type { ArcRow } from '../graph/arcs.ts';
import type { AttackGraph } from '../graph/build-graph.ts';
import { createConditionalTargets, type Conditional, type ConditionalTargets } from '../graph/conditional-targets.ts';
import { foldKey } from '../graph/fold-key.ts';
import type { NodeSpace } from '../graph/node-space.ts';
import type { Plan } from '../graph/predicates.ts';
import { flagsOf } from '../graph/weaver.ts';

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

interface Met {
  readonly to: number;
  readonly flags: number;
  readonly name: string;
}

const sign = (arcs: readonly { readonly to: number; readonly flags: number }[]): string =>
  arcs
    .map(({ to, flags }) => to * 4 + flags)
    .toSorted((left, right) => left - right)
    .join();

const arcsOfFold = ({ arcs, space }: AttackGraph, start: number): readonly { readonly to: number; readonly flags: number }[] => {
  const found: { to: number; flags: number }[] = [];
  // One arc into another fold: a list that several places share.
  const first = arcs.outStart[start] as number;
  const only = (arcs.outStart[start + 1] as number) - first === 1 ? (arcs.to[first] as number) : -1;
  const fold = only >= 0 && space.isFold(only) ? only : start;
  for (let arc = arcs.outStart[fold] as number; arc < (arcs.outStart[fold + 1] as number); arc++)
    found.push({ to: arcs.to[arc] as number, flags: arcs.flags[arc] as number });
  return found;
};

const distinct = (met: readonly Met[]): readonly Met[] => [
  ...new Map(met.map(one => [one.to * 4 + one.flags, one] as const)).values(),
];

const signHolders = (list: readonly (readonly [string, Conditional])[]): ReadonlyMap<string, string> => {
  const byHolder = new Map<string, string[]>();
  for (const [holder, { to, flags, name }] of list)
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), `${to} ${flags} ${name}`]);
  return new Map([...byHolder].map(([holder, texts]) => [holder, texts.toSorted().join('\n')]));
};

/** Asks again, and compares with the folds as they are. */
export const changedTargets = async ({ graph, world, space, asked, pause }: TargetsQuestion): Promise<ChangedTargets> => {
  const again = new Set<string>();
  const conditional = createConditionalTargets(graph.conditional, key => again.has(key));
  const folds = new Map<number, readonly ArcRow[]>();
  const holders = new Set<string>();
  let opened = false;
  const compare = (plan: Plan, fold: number | undefined, met: readonly Met[]): void => {
    if (fold === undefined) return;
    const now = distinct(met);
    if (fold < 0) {
      if (now.length > 0) opened = true;
      return;
    }
    if (sign(now) === sign(arcsOfFold(graph, fold))) return;
    const row = ({ to, flags }: Met): ArcRow => ({ from: fold, to, edge: plan.index, flags, cost: 0, ref: -1 });
    folds.set(fold, now.map(row));
  };
  const ask = (plan: Plan, place: string): void => {
    const key = foldKey(plan.index, place, null);
    const names = graph.foldNames.get(key) ?? [];
    const fold = graph.folds.get(key);
    if (fold === undefined && names.length === 0 && !graph.conditional.hasMet(key)) return;
    again.add(key);
    const first = conditional.meets(key);
    const met: Met[] = [];
    const given = plan.edge.targets(world, place);
    for (const target of given) {
      const to = space.intern(target.id);
      if (to === undefined) continue;
      const flags = flagsOf(target);
      if (target.holders === undefined) met.push({ to, flags, name: target.name });
      else if (first) {
        // One for all of its holders, so that it is known as the same by each.
        const one = { plan, place, to, flags, name: target.name };
        for (const holder of new Set(target.holders)) conditional.add(holder, one);
      }
    }
    compare(plan, fold, met);
    for (const name of names)
      compare(
        plan,
        graph.folds.get(foldKey(plan.index, place, name)),
        met.filter(one => one.name === name),
      );
    const before = signHolders(graph.conditional.at(key));
    const after = signHolders(conditional.at(key));
    for (const holder of new Set([...before.keys(), ...after.keys()]))
      if (before.get(holder) !== after.get(holder)) holders.add(holder);
  };
  for (const { plan, places } of asked) {
    for (const place of places) ask(plan, place);
    await pause();
  }
  return { folds, conditional, holders, opened };
};
