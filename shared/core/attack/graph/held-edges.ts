import { inCluster, inTarget, type Plan, type Plans } from './predicates.ts';
import { hasBit, type RightsClass, type RightsClasses } from './rights-classes.ts';

/** An edge that rights open: to every target of a place, or to those of these names. */
export interface Held {
  readonly plan: Plan;
  /** Null: every name. Sorted. */
  readonly names: readonly string[] | null;
}

/** Rights of one identity where an edge looks for them, by class. */
export interface RightsPlaces {
  readonly cluster: number;
  readonly target: number;
  /** By `Plans.fixed`; rights in the cluster included. */
  readonly fixed: readonly number[];
}

export interface HeldEdges {
  /** Edges held in the cluster: those to cluster-wide targets, and those to the targets of every namespace. */
  inCluster(places: Omit<RightsPlaces, 'target'>): readonly Held[];
  /** Edges to the targets of one namespace; what is held in every namespace is among them. */
  inNamespace(places: RightsPlaces): readonly Held[];
}

type Given = 'all' | ReadonlySet<string>;

const nobody: ReadonlySet<string> = new Set();

const literalGives = (rights: RightsClass, predicate: number): Given => {
  if (hasBit(rights.mask, predicate)) return 'all';
  const names = rights.named.get(predicate);
  return names === undefined ? nobody : new Set(names);
};

const common = (left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...left].filter(name => right.has(name)));

/** Any of the alternatives; then all of the clauses. */
const planGives = (plan: Plan, at: (where: number) => RightsClass): Given => {
  let result: Given = 'all';
  for (const clause of plan.clauses) {
    let given: Given = nobody;
    for (const { predicate, where } of clause) {
      const more = literalGives(at(where), predicate);
      if (more === 'all') {
        given = 'all';
        break;
      }
      if (more.size > 0) given = new Set([...given, ...more]);
    }
    if (given === 'all') continue;
    if (given.size === 0) return nobody;
    const left: ReadonlySet<string> = given;
    result = result === 'all' ? left : common(result, left);
    if (result.size === 0) return nobody;
  }
  return result;
};

const heldOf = (plan: Plan, at: (where: number) => RightsClass): Held | undefined => {
  const given = planGives(plan, at);
  if (given === 'all') return { plan, names: null };
  return given.size === 0 ? undefined : { plan, names: [...given].sort() };
};

export const createHeldEdges = ({ plans }: Plans, classes: RightsClasses): HeldEdges => {
  const known = new Map<string, readonly Held[]>();
  const local = plans.filter(plan => plan.local);
  const ask = (asked: readonly Plan[], { cluster, target, fixed }: RightsPlaces): readonly Held[] => {
    const at = (where: number): RightsClass => {
      if (where === inTarget) return classes.get(target);
      return classes.get(where === inCluster ? cluster : (fixed[where] as number));
    };
    return asked.flatMap(plan => heldOf(plan, at) ?? []);
  };
  return {
    inCluster: ({ cluster, fixed }) => {
      const key = `c${cluster} ${fixed.join()}`;
      const found = known.get(key) ?? ask(plans, { cluster, target: cluster, fixed });
      known.set(key, found);
      return found;
    },
    inNamespace: places => {
      const key = `${places.cluster} ${places.target} ${places.fixed.join()}`;
      const found = known.get(key) ?? ask(local, places);
      known.set(key, found);
      return found;
    },
  };
};

/** What of `held` none of the others give: those have every name, or all of these. */
export const beyond = (held: readonly Held[], others: readonly (readonly Held[])[]): readonly Held[] => {
  if (others.every(list => list.length === 0)) return held;
  return held.flatMap(one => {
    let names = one.names;
    for (const list of others) {
      const same = list.find(({ plan }) => plan === one.plan);
      if (same === undefined) continue;
      if (same.names === null) return [];
      const theirs = same.names;
      if (names !== null) names = names.filter(name => !theirs.includes(name));
    }
    return names !== null && names.length === 0 ? [] : [{ plan: one.plan, names }];
  });
};
