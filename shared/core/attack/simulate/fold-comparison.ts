import type { ArcRow } from '../graph/arcs.ts';
import type { AttackGraph } from '../graph/build-graph.ts';

/** A target that an edge gives in a changed world. */
export interface Met {
  readonly to: number;
  readonly flags: number;
  readonly name: string;
}

/** A list of targets; the same list for all places for which an edge gives the same one. */
export type MetList = readonly Met[];

interface Way {
  readonly to: number;
  readonly flags: number;
}

const sign = (ways: readonly Way[]): string =>
  [...new Set(ways.map(({ to, flags }) => to * 4 + flags))].toSorted((left, right) => left - right).join();

/** Where the targets of a place are: a list that several places share has a fold of its own. */
const listFold = ({ arcs, space }: AttackGraph, fold: number): number => {
  const first = arcs.outStart[fold] as number;
  const only = (arcs.outStart[fold + 1] as number) - first === 1 ? (arcs.to[first] as number) : -1;
  return only >= 0 && space.isFold(only) ? only : fold;
};

const waysOut = ({ arcs }: AttackGraph, fold: number): readonly Way[] => {
  const found: Way[] = [];
  for (let arc = arcs.outStart[fold] as number; arc < (arcs.outStart[fold + 1] as number); arc++)
    found.push({ to: arcs.to[arc] as number, flags: arcs.flags[arc] as number });
  return found;
};

export interface FoldComparison {
  /** Arcs out of folds in place of those that they had. */
  readonly changed: ReadonlyMap<number, readonly ArcRow[]>;
  compare(edge: number, fold: number, met: MetList): void;
}

/** Compares folds with what is met now; each list is looked at once, however many places share it. */
export const createFoldComparison = (graph: AttackGraph): FoldComparison => {
  const changed = new Map<number, readonly ArcRow[]>();
  const listOf = new Map<number, MetList>();
  const metSigns = new WeakMap<MetList, string>();
  const foldSigns = new Map<number, string>();
  const signOfMet = (met: MetList): string => {
    const found = metSigns.get(met) ?? sign(met);
    metSigns.set(met, found);
    return found;
  };
  const signOfFold = (fold: number): string => {
    const found = foldSigns.get(fold) ?? sign(waysOut(graph, fold));
    foldSigns.set(fold, found);
    return found;
  };
  const replace = (edge: number, fold: number, met: MetList): void => {
    const ways = new Map(met.map(({ to, flags }) => [to * 4 + flags, { to, flags }]));
    const row = ({ to, flags }: Way): ArcRow => ({ from: fold, to, edge, flags, cost: 0, ref: -1 });
    changed.set(fold, [...ways.values()].map(row));
  };
  return {
    changed,
    compare: (edge, fold, met) => {
      const list = listFold(graph, fold);
      if (signOfMet(met) === signOfFold(list)) {
        // It stays as it is, and another place must not change it under this one.
        if (list !== fold && !listOf.has(list)) listOf.set(list, met);
        if (list !== fold && changed.has(list)) replace(edge, fold, met);
        return;
      }
      if (list === fold) return replace(edge, fold, met);
      const known = listOf.get(list);
      if (known === undefined) {
        listOf.set(list, met);
        replace(edge, list, met);
      } else if (known !== met) replace(edge, fold, met);
    },
  };
};
