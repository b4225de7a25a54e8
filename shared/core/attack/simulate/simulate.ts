import type { AttackPath, SimulateQuery, Simulation } from '#contract/attack';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { findPaths, toldPath, towards, type FoundPath } from '../found-paths.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { stepsKey } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';
import { graphNeeds } from '../needs.ts';
import { resolveNode } from '../resolve-node.ts';
import { noFilter } from '../search/admitted.ts';
import { changedState, type ChangedState } from './changed-state.ts';
import { byWeight, lostPermissions, type Lost } from './lost-permissions.ts';
import { distanceIn, isSameNumbering, reachingNodes } from './measure.ts';
import { relyingWorkloads } from './relying-workloads.ts';

/** Paths of one question that are counted at most, and how much of an answer is told by name. */
const pathLimit = 50;
const namedLimit = 20;
const permissionLimit = 200;
const workloadLimit = 20;

interface Reaching {
  readonly count: number;
  readonly distance: Int32Array;
  has(node: number): boolean;
  readonly nodes: readonly number[];
}

/** Who reaches the target in a state, by that state's numbers. */
const reachingIn = (context: ModelContext, state: GraphState, id: string): Reaching => {
  const target = state.space.find(id);
  if (target === undefined) return { count: 0, distance: new Int32Array(0), has: () => false, nodes: [] };
  const open = towards(state, target);
  const distance = distanceIn(context, open, target);
  const nodes = reachingNodes(open, distance).filter(node => node !== target);
  return { count: nodes.length, distance, has: node => (distance[node] ?? -1) >= 0, nodes };
};

/** Ids of those who reach in the one state and not in the other; one made anew numbers its nodes otherwise. */
const onlyIn = (one: GraphState, reaching: Reaching, other: GraphState, there: Reaching): readonly string[] => {
  const same = isSameNumbering(one, other);
  return reaching.nodes
    .filter(node => {
      const then = same ? node : other.space.find(one.space.id(node));
      return then === undefined || !there.has(then);
    })
    .map(node => one.space.id(node));
};

export const lostBy = (context: ModelContext, { table, touched }: Pick<ChangedState, 'table' | 'touched'>): readonly Lost[] =>
  lostPermissions({
    policy: context.state.tablePolicy,
    before: context.state.table,
    after: table,
    subjects: touched,
  }).toSorted(byWeight);

interface PathsOf {
  readonly state: GraphState;
  readonly paths: readonly FoundPath[];
}

const pathsIn = async (
  context: ModelContext,
  { graph, state }: Pick<ChangedState, 'graph' | 'state'>,
  from: string,
  to: string,
): Promise<PathsOf> => {
  const start = resolveNode(graph, state, from);
  const target = state.space.find(to);
  if (!start.ok || target === undefined || start.value.node === target) return { state, paths: [] };
  const open = towards(start.value.state, target);
  const found = await findPaths({
    state: open,
    from: start.value.node,
    to: target,
    k: pathLimit,
    filter: noFilter,
    pause: context.pause,
  });
  return { state: open, paths: found.filter(({ blocked }) => !blocked) };
};

/** By ids: comparable between states. */
const idKey = (state: GraphState, { steps }: FoundPath): string =>
  stepsKey(steps) === ''
    ? ''
    : steps
        .map(({ from, edge, to }) => `${state.space.id(from)} ${state.edges[edge]?.id ?? ''} ${state.space.id(to)}`)
        .join('\n');

const shortestOf = async (
  context: ModelContext,
  state: GraphState,
  ids: readonly string[],
  { to, distance }: { readonly to: string; readonly distance: Int32Array },
): Promise<readonly AttackPath[]> => {
  const told: AttackPath[] = [];
  for (const id of ids) {
    const from = state.space.find(id);
    const target = state.space.find(to);
    if (from === undefined || target === undefined) continue;
    const open = towards(state, target);
    const [path] = await findPaths({ state: open, from, to: target, k: 1, filter: noFilter, distance, pause: context.pause });
    if (path !== undefined && !path.blocked) told.push(toldPath(open, path));
  }
  return told;
};

/** Paths told of a simulation over all identities. */
const examples = 3;

type Counted = Pick<Simulation, 'pathsBefore' | 'pathsAfter' | 'removed' | 'stays'>;

const countedFrom = async (
  context: ModelContext,
  after: ChangedState,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Counted> => {
  const was = await pathsIn(context, context, from, to);
  const is = await pathsIn(context, after, from, to);
  const left = new Set(is.paths.map(path => idKey(is.state, path)));
  const removed = was.paths.filter(path => !left.has(idKey(was.state, path)));
  return {
    pathsBefore: was.paths.length,
    pathsAfter: is.paths.length,
    removed: removed.slice(0, namedLimit).map(path => toldPath(was.state, path)),
    stays: is.paths.slice(0, namedLimit).map(path => toldPath(is.state, path)),
  };
};

/** What would be otherwise with these changes made: asked of the changed graph, not guessed from this one. */
export const answerSimulate = async (context: ModelContext, query: SimulateQuery): Promise<Result<Simulation, Problem>> => {
  const target = resolveNode(context.graph, context.state, query.to);
  if (!target.ok) return target;
  const start = query.from === null ? undefined : resolveNode(context.graph, context.state, query.from);
  if (start !== undefined && !start.ok) return start;
  const changed = await changedState(context.graph, query.changes, context.pause);
  if (!changed.ok) return changed;
  const { state } = changed.value;
  const to = target.value.id;
  const was = reachingIn(context, context.state, to);
  await context.pause();
  const is = reachingIn(context, state, to);
  await context.pause();
  const freed = onlyIn(context.state, was, state, is);
  const gained = onlyIn(state, is, context.state, was);
  const lost = lostBy(context, changed.value);
  await context.pause();
  const counted: Counted =
    start === undefined
      ? {
          pathsBefore: was.count,
          pathsAfter: is.count,
          removed: [...(await shortestOf(context, context.state, freed.slice(0, examples), { to, distance: was.distance }))],
          stays: [...(await shortestOf(context, state, mostTelling(context, state, is.nodes), { to, distance: is.distance }))],
        }
      : await countedFrom(context, changed.value, { from: start.value.id, to });
  return ok({
    reachingBefore: was.count,
    reachingAfter: is.count,
    freed: freed.slice(0, namedLimit),
    freedMore: Math.max(0, freed.length - namedLimit),
    gained: gained.slice(0, namedLimit),
    ...counted,
    lost: lost.slice(0, namedLimit).map(({ subject, permissions }) => ({
      subject,
      permissions: permissions.slice(0, permissionLimit),
      workloads: relyingWorkloads(context.state.world, subject)
        .slice(0, workloadLimit)
        .map(({ id }) => id),
    })),
    lostMore: Math.max(0, lost.length - namedLimit),
    needs: [...graphNeeds(context.state)],
  });
};

/** The first that are not the cluster's own, if there are any. */
const mostTelling = (context: ModelContext, state: GraphState, nodes: readonly number[]): readonly string[] => {
  const isOwn = (node: number): boolean => {
    const known = isSameNumbering(state, context.state) ? node : context.state.space.find(state.space.id(node));
    return known === undefined || !context.isBaseline(known);
  };
  const own: number[] = [];
  for (const node of nodes) if (own.length < examples && isOwn(node)) own.push(node);
  return (own.length > 0 ? own : nodes.slice(0, examples)).map(node => state.space.id(node));
};
