import type { Policy } from '#core/rbac/policy';
import type { WholeWorld } from '../create-world.ts';
import type { AttackEdge, FoundEdge, Reached, Target } from '../edge.ts';
import { looksOf } from '../policy-looks.ts';
import type { World } from '../world.ts';
import { createArcDraft, type AddArc, type ArcDraft, type Arcs } from './arcs.ts';
import { createFoldTable, type FoldTable } from './fold-table.ts';
import { createGrantTable, type GrantTable } from './grant-table.ts';
import { createHeldEdges, type HeldEdges } from './held-edges.ts';
import { createIdentityEdges, type IdentityEdgesOf } from './identity-edges.ts';
import { attackKinds, groupNodeId, impliedGroups } from './node-ids.ts';
import { createNodeSpace, partsOf, type NodeSpace } from './node-space.ts';
import { everyRightEdge, memberEdge } from './own-edges.ts';
import { createPlans, type Plans } from './predicates.ts';
import { createRightsClasses, type RightsClasses } from './rights-classes.ts';
import { createConditionalTargets, type ConditionalTargets } from './conditional-targets.ts';
import { createWeaver, flagsOf, type Weaver } from './weaver.ts';

/** The attack graph of one snapshot, with all that is needed to weave parts of it anew. */
export interface AttackGraph {
  readonly world: WholeWorld;
  /** Kinds of edges by number: those given that work in this version, then the graph's own two. */
  readonly edges: readonly AttackEdge[];
  readonly member: number;
  readonly everyRight: number;
  readonly plans: Plans;
  readonly classes: RightsClasses;
  readonly held: HeldEdges;
  readonly table: GrantTable;
  readonly identities: IdentityEdgesOf;
  readonly roleNumbers: ReadonlyMap<string, number>;
  readonly space: NodeSpace;
  readonly arcs: Arcs;
  readonly folds: FoldTable;
  readonly foldNames: ReadonlyMap<string, readonly string[]>;
  readonly conditional: ConditionalTargets;
  /** What is known of found arcs, by their `ref`. */
  readonly reached: readonly Reached[];
  /** Edges that looked at roles and bindings: to be asked again where these change. */
  readonly readPolicy: ReadonlySet<number>;
  /** Edges that looked at what rules say: to be asked again where roles change. */
  readonly readRules: ReadonlySet<number>;
}

export type Pause = () => Promise<void>;

const identityKinds: ReadonlySet<number> = new Set(
  (['user', 'group', 'service-account', 'role'] as const).map(kind => attackKinds.indexOf(kind)),
);
const groupKind = attackKinds.indexOf('group');
const roleKind = attackKinds.indexOf('role');
export const isIdentity = (space: NodeSpace, node: number): boolean => identityKinds.has(space.kind(node));

const worksIn = ({ since, until }: AttackEdge, minor: number | null): boolean =>
  minor === null || ((since === undefined || minor >= since) && (until === undefined || minor <= until));

export const roleKey = (kind: string, namespace: string | null, name: string): string => `${kind}/${namespace ?? ''}/${name}`;

export const numbersOfRoles = ({ roles }: Policy): ReadonlyMap<string, number> =>
  new Map(roles.map(({ ref }, index) => [roleKey(ref.kind, ref.namespace, ref.name), index]));

const seedNodes = (world: WholeWorld, table: GrantTable, space: NodeSpace): void => {
  space.intern('admin');
  space.intern('internet');
  for (const namespace of world.namespaces) space.intern(`ns:${namespace}`);
  for (const { metadata } of world.list('nodes')) space.intern(`node:${metadata.name}`);
  for (const { metadata } of world.list('serviceaccounts')) space.intern(`sa:${metadata.namespace ?? ''}/${metadata.name}`);
  for (const { id } of world.workloads) space.intern(id);
  for (const id of table.subjects()) space.intern(id);
};

const addFound = async (edge: FoundEdge, number: number, to: FoundTarget): Promise<void> => {
  let count = 0;
  for (const found of edge.find(to.world)) {
    const from = to.space.intern(found.from);
    const end = to.space.intern(found.to);
    if (from === undefined || end === undefined || from === end) continue;
    to.draft.add(from, end, number, flagsOf(found), edge.cost, to.reached.push(found) - 1);
    to.hasOut.add(from);
    if ((count += 1) % 512 === 0) await to.pause();
  }
};

interface FoundTarget {
  readonly world: WholeWorld;
  readonly space: NodeSpace;
  readonly draft: ArcDraft;
  readonly reached: Reached[];
  readonly hasOut: Set<number>;
  readonly pause: Pause;
}

/** Groups that an identity is led to: those that are bound to something or from which an edge goes. */
export const memberships = (
  node: number,
  { space, table, hasOut }: { space: NodeSpace; table: GrantTable; hasOut(group: number): boolean },
): readonly number[] => {
  if (space.kind(node) === roleKind) return [];
  return impliedGroups(partsOf(space, node)).flatMap(name => {
    const id = groupNodeId(name);
    const group = space.find(id);
    return group !== undefined && group !== node && (table.own(id).bound || hasOut(group)) ? [group] : [];
  });
};

/** Notes which edges look at the policy, and which at what its rules say. */
const createNoting = (world: WholeWorld): Noting => {
  const readPolicy = new Set<number>();
  const readRules = new Set<number>();
  const looks = looksOf(world) ?? { count: 0, rules: 0 };
  return {
    readPolicy,
    readRules,
    since: edge => {
      const { count, rules } = looks;
      return () => {
        if (looks.count > count) readPolicy.add(edge);
        if (looks.rules > rules) readRules.add(edge);
      };
    },
  };
};

interface Noting {
  readonly readPolicy: ReadonlySet<number>;
  readonly readRules: ReadonlySet<number>;
  /** What has been looked at since is noted by calling what this gives. */
  since(edge: number): () => void;
}

const watchTargets = (edges: readonly AttackEdge[], noting: Noting): readonly AttackEdge[] =>
  edges.map((edge, index): AttackEdge => {
    if (edge.kind !== 'rights') return edge;
    const noted = function* (found: Iterable<Target>, note: () => void): Iterable<Target> {
      yield* found;
      note();
    };
    const ask = (of: World, namespace: string): Iterable<Target> => {
      const note = noting.since(index);
      const found = edge.targets(of, namespace);
      if (!Array.isArray(found)) return noted(found, note);
      note();
      return found as readonly Target[];
    };
    return { ...edge, targets: ask };
  });

const weaveAll = async (weaver: Weaver, space: NodeSpace, conditional: ConditionalTargets, pause: Pause): Promise<void> => {
  let woven = 0;
  // The space grows meanwhile: by targets that are identities themselves, and by those to whom alone targets are open.
  const weaveNew = async (): Promise<void> => {
    for (; woven < space.count(); woven++) {
      if (!isIdentity(space, woven)) continue;
      weaver.weave(woven);
      if (woven % 64 === 0) await pause();
    }
  };
  await weaveNew();
  for (const holder of conditional.holders()) space.intern(holder);
  await weaveNew();
  for (let node = 0; node < woven; node++) {
    if (!isIdentity(space, node)) continue;
    weaver.weaveConditional(node);
    if (node % 64 === 0) await pause();
  }
};

/** Makes the whole graph; gives other work a turn while it does. */
export const buildGraph = async (world: WholeWorld, given: readonly AttackEdge[], pause: Pause): Promise<AttackGraph> => {
  const working = given.filter(edge => worksIn(edge, world.minor));
  const edges: readonly AttackEdge[] = [...working, memberEdge, everyRightEdge];
  const noting = createNoting(world);
  const plans = createPlans(watchTargets(edges, noting));
  const classes = createRightsClasses(plans.predicates);
  const held = createHeldEdges(plans, classes);
  const table = createGrantTable(world.policy, classes);
  const identities = createIdentityEdges({ table, classes, held, fixed: plans.fixed });
  const roleNumbers = numbersOfRoles(world.policy);
  const space = createNodeSpace();
  const draft = createArcDraft();
  const reached: Reached[] = [];
  const hasOut = new Set<number>();
  const conditional = createConditionalTargets();
  seedNodes(world, table, space);
  await pause();
  for (const [index, edge] of working.entries())
    if (edge.kind === 'found') {
      const note = noting.since(index);
      await addFound(edge, index, { world, space, draft, reached, hasOut, pause });
      note();
    }
  const folds = createFoldTable(edges.length);
  const add: AddArc = (from, to, edge, flags, cost, ref) => {
    draft.add(from, to, edge, flags, cost, ref);
    if (space.kind(from) === groupKind) hasOut.add(from);
  };
  const weaver = createWeaver({ world, plans, classes, held, table, identities, space, conditional, folds, add }, roleNumbers);
  await weaveAll(weaver, space, conditional, pause);
  const member = edges.length - 2;
  const nodes = space.count();
  for (let node = 0; node < nodes; node++) {
    if (!isIdentity(space, node)) continue;
    for (const group of memberships(node, { space, table, hasOut: known => hasOut.has(known) }))
      draft.add(node, group, member, 0, memberEdge.cost, -1);
  }
  await pause();
  const arcs = draft.finish(nodes);
  await pause();
  return {
    world,
    edges,
    member,
    everyRight: edges.length - 1,
    plans,
    classes,
    held,
    table,
    identities,
    roleNumbers,
    space,
    arcs,
    folds,
    foldNames: weaver.foldNames,
    conditional,
    reached,
    readPolicy: noting.readPolicy,
    readRules: noting.readRules,
  };
};
