import { foldKey } from './fold-key.ts';
import type { Plan } from './predicates.ts';

/** A target that is open to some holders of its edge's rights alone. */
export interface Conditional {
  readonly plan: Plan;
  readonly place: string;
  readonly to: number;
  readonly flags: number;
  readonly name: string;
}

/** Targets by the id of a holder to whom they are open. */
export interface ConditionalTargets {
  isEmpty(): boolean;
  of(holder: string): readonly Conditional[];
  holders(): Iterable<string>;
  /** Holders of the targets of one edge in one place, each with them. */
  at(key: string): readonly (readonly [string, Conditional])[];
  add(holder: string, one: Conditional): void;
  hasMet(key: string): boolean;
  /** True the first time that the targets of an edge in a place (the key of their fold) are met. */
  meets(key: string): boolean;
}

const nothing: readonly Conditional[] = [];
const nobody: readonly (readonly [string, Conditional])[] = [];

/** `under`: those of the graph as it was read; `again` says which edges and places of it are met again. */
export const createConditionalTargets = (
  under: ConditionalTargets | null = null,
  again: (key: string) => boolean = () => false,
): ConditionalTargets => {
  const byHolder = new Map<string, Conditional[]>();
  const byKey = new Map<string, (readonly [string, Conditional])[]>();
  const met = new Set<string>();
  const hasMet = (key: string): boolean => met.has(key) || (under !== null && !again(key) && under.hasMet(key));
  return {
    isEmpty: () => byHolder.size === 0 && (under === null || under.isEmpty()),
    of: holder => {
      const below = under === null ? nothing : under.of(holder).filter(one => !again(foldKey(one.plan.index, one.place, null)));
      const own = byHolder.get(holder) ?? nothing;
      return below.length === 0 ? own : [...below, ...own];
    },
    holders: () => byHolder.keys(),
    at: key => byKey.get(key) ?? (under === null || again(key) ? nobody : under.at(key)),
    add: (holder, one) => {
      const key = foldKey(one.plan.index, one.place, null);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [[holder, one]]);
      else known.push([holder, one]);
      const list = byHolder.get(holder);
      if (list === undefined) byHolder.set(holder, [one]);
      else list.push(one);
    },
    hasMet,
    meets: key => {
      if (hasMet(key)) return false;
      met.add(key);
      return true;
    },
  };
};
