import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { AttackChange } from '#contract/attack';
import { fail, ok, type Result } from '#contract/result';
import { resourceName } from '#contract/kube';
import type { Reached } from '../edge.ts';
import { createArcView } from '../graph/arc-view.ts';
import type { ArcRow } from '../graph/arcs.ts';
import { buildGraph, type AttackGraph, type Pause } from '../graph/build-graph.ts';
import { stateOf, type GraphState } from '../graph/graph-state.ts';
import type { GrantTable } from '../graph/grant-table.ts';
import { createIdentityEdges } from '../graph/identity-edges.ts';
import { nodeParts } from '../graph/node-ids.ts';
import { createNodeSpace } from '../graph/node-space.ts';
import { weaveOver } from '../graph/weave-over.ts';
import { changedFinds, startsThatDiffer, type ChangedFinds } from './changed-finds.ts';
import { changedPolicy } from './changed-policy.ts';
import { createChangedTable, touchedSubjects } from './changed-table.ts';
import { changedTargets } from './changed-targets.ts';
import { changedWorld } from './changed-world.ts';
import { nodesToWeave } from './nodes-to-weave.ts';
import { isObjectChange, readObjectChanges, type ObjectChange } from './object-change.ts';
import { asRbacChange } from './rbac-objects.ts';
import { isNothing, isRbacChange, readRbacChanges, type RbacChange } from './rbac-change.ts';

/** The graph as it would be, with what changed of the rights. */
export interface ChangedState {
  readonly state: GraphState;
  /** The graph whose numbers the state has: the one asked, or one made anew. */
  readonly graph: AttackGraph;
  /** Grants then, by the numbers of the graph that was asked. */
  readonly table: GrantTable;
  readonly rbac: RbacChange;
  /** Subjects whose own rights are touched. */
  readonly touched: ReadonlySet<string>;
}

const unknownChange = (change: AttackChange): Problem =>
  problem('object-unknown', {
    what: `This snapshot has nothing to change by ${JSON.stringify(change).slice(0, 300)}.`,
    why: 'What it names is not there.',
  });

/** Namespaces in which objects change; null: some belong to the whole cluster. */
const placesOf = ({ objects }: ObjectChange): ReadonlySet<string> | null => {
  const places = new Set<string>();
  for (const key of objects.keys()) {
    const [group = '', resource = '', namespace = '', name = ''] = key.split('/');
    if (resourceName(group, resource) === 'namespaces') places.add(name);
    else if (namespace === '_cluster') return null;
    else places.add(namespace);
  }
  return places;
};

/** What a change does to rights alone: cheap, and all that is lost by it. */
export const changedRights = (graph: AttackGraph, change: AttackChange): Pick<ChangedState, 'table' | 'touched'> => {
  const { policy } = graph.world;
  const known = asRbacChange(policy, change);
  const rbac = known !== null && isRbacChange(known) ? readRbacChanges(policy, [known]).change : noChange;
  const touched = touchedSubjects(policy, rbac);
  const table = isNothing(rbac)
    ? graph.table
    : createChangedTable(graph.table, { policy, classes: graph.classes }, rbac, touched);
  return { table, touched };
};

const noChange: RbacChange = { bindings: new Set(), subjects: new Map(), roles: new Map() };

/** Makes the changes and weaves what depends on them anew; all of it where that cannot be told. */
export const changedState = async (
  graph: AttackGraph,
  changes: readonly AttackChange[],
  pause: Pause,
): Promise<Result<ChangedState, Problem>> => {
  const { policy } = graph.world;
  const read: AttackChange[] = [];
  for (const change of changes) {
    const known = asRbacChange(policy, change);
    if (known === null) return fail(unknownChange(change));
    read.push(known);
  }
  const rights = readRbacChanges(policy, read.filter(isRbacChange));
  const others = readObjectChanges(graph.world.index, read.filter(isObjectChange));
  const [unknown] = [...rights.unknown, ...others.unknown];
  if (unknown !== undefined) return fail(unknownChange(unknown));
  const rbac = rights.change;
  const touched = touchedSubjects(policy, rbac);
  const places = placesOf(others.change);
  const table = isNothing(rbac)
    ? graph.table
    : createChangedTable(graph.table, { policy, classes: graph.classes }, rbac, touched);
  const quick = places === null ? null : await woven({ graph, rbac, table, touched, objects: others.change, places, pause });
  if (quick !== null) return ok({ state: quick, graph, table, rbac, touched });
  const anew = await rebuilt(graph, rbac, others.change, pause);
  return ok({ state: stateOf(anew), graph: anew, table, rbac, touched });
};

const rebuilt = async (graph: AttackGraph, rbac: RbacChange, change: ObjectChange, pause: Pause): Promise<AttackGraph> => {
  const policy = changedPolicy(graph.world.policy, rbac);
  const world = changedWorld(graph.world, { policy, change, namespaces: null });
  return buildGraph(world, graph.edges.slice(0, -2), pause);
};

interface WovenParts {
  readonly graph: AttackGraph;
  readonly rbac: RbacChange;
  readonly table: GrantTable;
  readonly touched: ReadonlySet<string>;
  readonly objects: ObjectChange;
  readonly places: ReadonlySet<string>;
  readonly pause: Pause;
}

/** Namespaces whose targets may differ by other rights; null: any. */
const rightsPlaces = (
  graph: AttackGraph,
  { bindings, subjects, roles }: RbacChange,
  touched: ReadonlySet<string>,
): ReadonlySet<string> | null => {
  if (roles.size > 0) return null;
  const places = new Set<string>();
  for (const index of [...bindings, ...subjects.keys()]) {
    const namespace = graph.world.policy.bindings[index]?.ref.namespace ?? null;
    if (namespace === null) return null;
    places.add(namespace);
  }
  // An account that a binding of another namespace names is looked for in its own.
  for (const id of touched) {
    const namespace = nodeParts(id)?.namespace ?? null;
    if (namespace !== null) places.add(namespace);
  }
  return places;
};

/** Whether an edge has to be asked again where rights change. */
const depends = ({ readPolicy, readRules }: AttackGraph, rbac: RbacChange, edge: number): boolean =>
  (!isNothing(rbac) && readPolicy.has(edge)) || (rbac.roles.size > 0 && readRules.has(edge));

/** Null where only the whole graph anew would tell. */
const woven = async ({ graph, rbac, table, touched, objects, places, pause }: WovenParts): Promise<GraphState | null> => {
  const byRights = !isNothing(rbac);
  const byObjects = objects.objects.size > 0;
  const policy = byRights ? changedPolicy(graph.world.policy, rbac) : graph.world.policy;
  const world = changedWorld(graph.world, { policy, change: byObjects ? objects : null, namespaces: null });
  const basePolicy = graph.world.policy;
  const identities = byRights
    ? createIdentityEdges({ table, classes: graph.classes, held: graph.held, fixed: graph.plans.fixed })
    : graph.identities;
  const space = createNodeSpace(graph.space);
  const among = byRights ? rightsPlaces(graph, rbac, touched) : new Set<string>();
  const asked = graph.plans.plans.flatMap(plan => {
    const looks = depends(graph, rbac, plan.index);
    if (!looks && !byObjects) return [];
    if (!plan.scoped) return [{ plan, places: [''] }];
    if (looks && among === null) return [{ plan, places: graph.world.namespaces }];
    return [{ plan, places: [...new Set([...(byObjects ? places : []), ...(looks ? (among ?? []) : [])])] }];
  });
  const targets = await changedTargets({ graph, world, space, asked, pause });
  if (targets.opened) return null;
  await pause();
  const reached: Reached[] = [...graph.reached];
  const finds: ChangedFinds[] = [];
  const narrow = byObjects ? places : null;
  const before = changedWorld(graph.world, { policy: basePolicy, change: null, namespaces: narrow });
  const after = changedWorld(graph.world, { policy, change: byObjects ? objects : null, namespaces: narrow });
  for (const [index, edge] of graph.edges.entries()) {
    if (edge.kind !== 'found' || index >= graph.member) continue;
    const looks = depends(graph, rbac, index);
    if (!looks && !byObjects) continue;
    // Where something differs, what stands elsewhere may say the same: then the whole world is asked, for these starts.
    const starts = looks ? startsThatDiffer(edge, graph.world, world) : startsThatDiffer(edge, before, after);
    const keep = (one: Reached): number => reached.push(one) - 1;
    if (starts.size > 0) finds.push(...changedFinds({ graph, edge, index, after: world, starts, space, keep }));
    await pause();
  }
  const nodes = nodesToWeave({
    graph,
    table,
    identities,
    touched,
    holders: targets.holders,
    conditional: targets.conditional,
    roles: rbac.roles,
  });
  const rows = weaveOver(
    graph,
    {
      world,
      table,
      identities,
      roleNumbers: graph.roleNumbers,
      space,
      conditional: targets.conditional,
    },
    nodes,
  );
  const view = overlaid({ graph, nodes, rows, folds: targets.folds, finds, count: space.count() });
  return { ...stateOf(graph), world, tablePolicy: basePolicy, table, identities, space, view, reached };
};

interface OverlayParts {
  readonly graph: AttackGraph;
  readonly nodes: readonly number[];
  readonly rows: readonly ArcRow[];
  readonly folds: ReadonlyMap<number, readonly ArcRow[]>;
  readonly finds: readonly ChangedFinds[];
  readonly count: number;
}

/** Arcs out of whatever changed are replaced as a whole: those by rights where it was woven anew, found ones where they differ. */
const overlaid = ({ graph, nodes, rows, folds, finds, count }: OverlayParts): GraphState['view'] => {
  const { arcs } = graph;
  const replaced = new Uint8Array(arcs.outStart.length - 1);
  const known = replaced.length;
  const extra: ArcRow[] = [...rows];
  for (const [fold, arcsOf] of folds) {
    replaced[fold] = 1;
    extra.push(...arcsOf);
  }
  const woven = new Set(nodes);
  const byStart = Map.groupBy(finds, ({ from }) => from);
  for (const node of new Set([...woven, ...byStart.keys()])) {
    if (node < known) replaced[node] = 1;
    const changed = byStart.get(node) ?? [];
    const gone = changed.flatMap(one => one.gone.map(({ to, flags }) => `${one.edge} ${to} ${flags}`));
    if (node < known) extra.push(...keptArcs(graph, node, woven.has(node), gone));
    extra.push(...changed.flatMap(({ come }) => come));
  }
  return createArcView(arcs, count, replaced, extra);
};

/** Arcs out of a node that stay: all but those by rights where it was woven anew, and but those that go. */
const keptArcs = ({ arcs, edges }: AttackGraph, node: number, isWoven: boolean, gone: readonly string[]): readonly ArcRow[] => {
  const left = new Map<string, number>();
  for (const key of gone) left.set(key, (left.get(key) ?? 0) + 1);
  const kept: ArcRow[] = [];
  for (let arc = arcs.outStart[node] as number; arc < (arcs.outStart[node + 1] as number); arc++) {
    const edge = arcs.edge[arc] as number;
    if (isWoven && (edge < 0 || edges[edge]?.kind === 'rights')) continue;
    const [to, flags] = [arcs.to[arc] as number, arcs.flags[arc] as number];
    const key = `${edge} ${to} ${flags}`;
    const times = left.get(key) ?? 0;
    if (times > 0) left.set(key, times - 1);
    else kept.push({ from: node, to, edge, flags, cost: arcs.cost[arc] as number, ref: arcs.ref[arc] as number });
  }
  return kept;
};
