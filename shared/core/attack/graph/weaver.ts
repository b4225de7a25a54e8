import type { Reached, Target } from '../edge.ts';
import type { World } from '../world.ts';
import { blockedFlag, uncertainFlag, type AddArc } from './arcs.ts';
import type { Conditional, ConditionalTargets } from './conditional-targets.ts';
import type { GrantTable } from './grant-table.ts';
import type { Held, HeldEdges } from './held-edges.ts';
import type { IdentityEdges, IdentityEdgesOf } from './identity-edges.ts';
import { groupNodeId, impliedGroups, type NodeParts } from './node-ids.ts';
import { partsOf, type NodeSpace } from './node-space.ts';
import type { Plan, Plans } from './predicates.ts';
import { everywhere, foldKey } from './fold-key.ts';
import type { FoldTable } from './fold-table.ts';
import { hasBit, type RightsClasses } from './rights-classes.ts';

export interface WeaverParts {
  readonly world: World;
  readonly plans: Plans;
  readonly classes: RightsClasses;
  readonly held: HeldEdges;
  readonly table: GrantTable;
  readonly identities: IdentityEdgesOf;
  readonly space: NodeSpace;
  readonly add: AddArc;
  readonly conditional: ConditionalTargets;
  readonly folds: FoldTable;
}

/** Makes the arcs of identities and of the folds that they lead into. */
export interface Weaver {
  /** Arcs out of an identity or role by its rights. */
  weave(node: number): void;
  /** Those to targets that are open to some holders alone: once all others are woven. */
  weaveConditional(node: number): void;
  /** Names by which folds of an edge in a place were made. */
  readonly foldNames: ReadonlyMap<string, readonly string[]>;
}

export const flagsOf = ({ blockedBy, uncertain }: Reached): number =>
  (blockedBy.length > 0 ? blockedFlag : 0) | (uncertain.length > 0 ? uncertainFlag : 0);

const roleRefOf = ({
  namespace,
  name,
}: NodeParts): { readonly kind: string; readonly place: string | null; readonly name: string } => {
  const slash = name.indexOf('/');
  return { kind: name.slice(0, slash), place: namespace, name: name.slice(slash + 1) };
};

/** The role whose rights a role node stands for; a Role stands in the node's namespace. */
export const roleIndexOf = (roleNumbers: ReadonlyMap<string, number>, parts: NodeParts): number => {
  const { kind, place, name } = roleRefOf(parts);
  return roleNumbers.get(`${kind}/${kind === 'Role' ? (place ?? '') : ''}/${name}`) ?? -1;
};

const groupParts = (id: string): NodeParts => ({ kind: 'group', namespace: null, name: id.slice('group:'.length) });

/** Lists of fewer targets are not worth a fold of their own. */
const sharedLength = 16;

/** Of several ways to every right, the cheapest is the one that is meant: the others follow from it. */
const straight = (edges: readonly Held[]): readonly Held[] => {
  const toAdmin = edges.filter(({ plan }) => plan.edge.to === 'admin');
  const least = Math.min(...toAdmin.map(({ plan }) => plan.edge.cost));
  return toAdmin.filter(({ plan }) => plan.edge.cost === least).slice(0, 1);
};

const noEdges: IdentityEdges = { cluster: [], byNamespace: new Map(), clusterClass: 0 };

interface SplitEdges {
  readonly whole: readonly Held[];
  readonly named: readonly Held[];
  readonly key: string;
}

const splits = new WeakMap<readonly Held[], SplitEdges>();

/** Edges to all targets of a place and those to some; many identities have the same list. */
const splitEdges = (edges: readonly Held[]): SplitEdges => {
  const known = splits.get(edges);
  if (known !== undefined) return known;
  const whole = edges.filter(({ names }) => names === null);
  const made = {
    whole,
    named: edges.filter(({ names }) => names !== null),
    key: `b${whole.map(({ plan }) => plan.index).join()}`,
  };
  splits.set(edges, made);
  return made;
};

export const createWeaver = (parts: WeaverParts, roleNumbers: ReadonlyMap<string, number>): Weaver => {
  const { world, plans, classes, held, table, identities, space, conditional, folds } = parts;
  const foldNames = new Map<string, readonly string[]>();
  const named = new Map<string, ReadonlyMap<string, readonly { readonly to: number; readonly flags: number }[]>>();
  const hasAdminEdge = plans.plans.some(({ edge }) => edge.to === 'admin');

  const link = (from: number, to: number, edge: number, flags = 0, cost = 0): void => parts.add(from, to, edge, flags, cost, -1);

  const memo = (key: string, make: () => number): number => {
    const known = folds.get(key);
    if (known !== undefined) return known;
    const made = make();
    folds.set(key, made);
    return made;
  };
  /** A fold before its arcs, so that a place without targets costs none. */
  const foldWith = (place: string, arcs: readonly { readonly to: number; readonly flags: number }[], edge: number): number => {
    if (arcs.length === 0) return -1;
    const fold = space.fold(place);
    for (const { to, flags } of arcs) link(fold, to, edge, flags);
    return fold;
  };
  const asking = new Set<string>();
  /** A target that is open to all holders; others are kept for theirs. */
  const take = (plan: Plan, place: string, target: Target): { readonly to: number; readonly flags: number } | undefined => {
    const to = space.intern(target.id);
    if (to === undefined) return undefined;
    const flags = flagsOf(target);
    if (target.holders === undefined) return { to, flags };
    const key = foldKey(plan.index, place, null);
    // Asked for again by names, they are known.
    if (asking.has(key) || conditional.meets(key)) {
      asking.add(key);
      condition({ plan, place, to, flags, name: target.name }, target.holders);
    }
    return undefined;
  };
  const targetsIn = (plan: Plan, place: string): { to: number; flags: number; name: string }[] => {
    const found: { to: number; flags: number; name: string }[] = [];
    for (const target of plan.edge.targets(world, place)) {
      const taken = take(plan, place, target);
      if (taken !== undefined) found.push({ ...taken, name: target.name });
    }
    asking.clear();
    return found;
  };
  const condition = (one: Conditional, holders: readonly string[]): void => {
    for (const holder of new Set(holders)) conditional.add(holder, one);
  };
  const distinct = (
    arcs: readonly { readonly to: number; readonly flags: number }[],
  ): readonly { readonly to: number; readonly flags: number }[] => {
    const seen = new Set<number>();
    return arcs.filter(({ to, flags }) => {
      const key = to * 4 + flags;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  };
  const placesOf = (plan: Plan): readonly string[] => (plan.scoped ? world.namespaces : ['']);

  /** Straight into arcs: most folds have one target or a few, and there are very many of them. */
  const foldOf = (plan: Plan, place: string, given: Iterable<Target>): number => {
    let fold = -1;
    let last = -1;
    let seen: Set<number> | undefined;
    for (const target of given) {
      const found = take(plan, place, target);
      if (found === undefined) continue;
      const key = found.to * 4 + found.flags;
      if (fold < 0) fold = space.fold(place);
      else {
        seen ??= new Set([last]);
        if (seen.has(key)) continue;
        seen.add(key);
      }
      last = key;
      link(fold, found.to, plan.index, found.flags);
    }
    asking.clear();
    return fold;
  };

  // A list that an edge gives for many places is taken in once.
  const shared = new Map<Iterable<Target>, number>();
  const placeTargets = (plan: Plan, place: string): number => {
    const given = plan.edge.targets(world, place);
    if (!Array.isArray(given) || given.length < sharedLength) return foldOf(plan, place, given);
    const known = shared.get(given) ?? foldOf(plan, place, given);
    shared.set(given, known);
    return known < 0 ? -1 : foldWith(place, [{ to: known, flags: 0 }], plan.index);
  };

  const everyPlace = (plan: Plan, inPlace: (place: string) => number): number => {
    const inner = placesOf(plan)
      .map(inPlace)
      .filter(fold => fold >= 0);
    return foldWith(
      everywhere,
      inner.map(to => ({ to, flags: 0 })),
      plan.index,
    );
  };
  const allTargets = (plan: Plan, place: string): number => {
    const known = folds.whole(plan.index, place);
    if (known !== undefined) return known;
    const made = place === everywhere ? everyPlace(plan, one => allTargets(plan, one)) : placeTargets(plan, place);
    folds.setWhole(plan.index, place, made);
    return made;
  };
  const byName = (plan: Plan, place: string): ReadonlyMap<string, readonly { readonly to: number; readonly flags: number }[]> => {
    const key = foldKey(plan.index, place, null);
    const known = named.get(key);
    if (known !== undefined) return known;
    const made = new Map<string, { to: number; flags: number }[]>();
    for (const { name, to, flags } of targetsIn(plan, place)) made.set(name, [...(made.get(name) ?? []), { to, flags }]);
    named.set(key, made);
    return made;
  };
  const namedTargets = (plan: Plan, place: string, name: string): number =>
    memo(foldKey(plan.index, place, name), () => {
      const key = foldKey(plan.index, place, null);
      foldNames.set(key, [...(foldNames.get(key) ?? []), name]);
      if (place === everywhere) return everyPlace(plan, one => namedTargets(plan, one, name));
      return foldWith(place, distinct(byName(plan, place).get(name) ?? []), plan.index);
    });
  const placeOf = (plan: Plan, namespace: string | null): string => {
    if (!plan.scoped) return '';
    return namespace ?? everywhere;
  };
  const linkHeld = (from: number, { plan, names }: Held, namespace: string | null): void => {
    const place = placeOf(plan, namespace);
    const targets = names === null ? [allTargets(plan, place)] : names.map(name => namedTargets(plan, place, name));
    for (const to of targets) if (to >= 0) link(from, to, plan.index, 0, plan.edge.cost);
  };
  /** Identities that open the same edges in one place share the arcs to them. */
  const bundle = ({ whole, key }: SplitEdges, namespace: string | null): number =>
    memo(`${key}\n${namespace ?? everywhere}`, () => {
      const there = whole.filter(one => allTargets(one.plan, placeOf(one.plan, namespace)) >= 0);
      if (there.length === 0) return -1;
      const fold = space.fold(namespace ?? everywhere);
      for (const one of there) linkHeld(fold, one, namespace);
      return fold;
    });
  const linkAll = (from: number, edges: readonly Held[], namespace: string | null): void => {
    const split = splitEdges(edges);
    if (split.whole.length < 2) for (const one of split.whole) linkHeld(from, one, namespace);
    else {
      const to = bundle(split, namespace);
      if (to >= 0) link(from, to, -1);
    }
    for (const one of split.named) linkHeld(from, one, namespace);
  };
  const ofRole = (node: NodeParts): IdentityEdges => {
    const role = roleIndexOf(roleNumbers, node);
    if (role < 0) return noEdges;
    const rights = table.classOfRole(role);
    if (node.namespace === null) {
      const fixed = plans.fixed.map(() => rights);
      return { cluster: held.inCluster({ cluster: rights, fixed }), byNamespace: new Map(), clusterClass: rights };
    }
    const fixed = plans.fixed.map(namespace => (namespace === node.namespace ? rights : 0));
    const wide = held.inCluster({ cluster: 0, fixed });
    const there = held.inNamespace({ cluster: 0, target: rights, fixed });
    return { cluster: wide, byNamespace: new Map([[node.namespace, there]]), clusterClass: 0 };
  };
  const edgesOf = (node: number): IdentityEdges => {
    const about = partsOf(space, node);
    return about.kind === 'role' ? ofRole(about) : identities.of(space.id(node), about);
  };
  const hasEverything = (cluster: number): boolean => hasAdminEdge && hasBit(classes.get(cluster).mask, plans.everything);
  const linkConditional = (from: number, { plan, place, to, flags }: Conditional): void => {
    const fold = memo(`h${plan.index}\n${place}\n${to}\n${flags}`, () => foldWith(place, [{ to, flags }], plan.index));
    link(from, fold, plan.index, 0, plan.edge.cost);
  };
  return {
    foldNames,
    weaveConditional: node => {
      if (conditional.isEmpty()) return;
      const id = space.id(node);
      const about = partsOf(space, node);
      if (about.kind === 'role' || hasEverything(identities.of(id, about).clusterClass)) return;
      const groups = impliedGroups(about).map(groupNodeId);
      const byGroup = new Set(
        groups.flatMap(group => conditional.of(group).filter(one => identities.opens(group, groupParts(group), one.plan, one))),
      );
      for (const one of new Set([id, ...groups].flatMap(conditional.of)))
        if (!byGroup.has(one) && identities.opens(id, about, one.plan, one)) linkConditional(node, one);
    },
    weave: node => {
      const { cluster, byNamespace, clusterClass } = edgesOf(node);
      // Whoever has every right reaches all else by it: one arc in place of one to everything.
      if (hasEverything(clusterClass)) {
        linkAll(node, straight(cluster), null);
        return;
      }
      if (cluster.length > 0) linkAll(node, cluster, null);
      for (const [namespace, there] of byNamespace) linkAll(node, there, namespace);
    },
  };
};
