import type { ChokePoints, ChokePointsQuery } from '#contract/attack';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { dominating, type Dominating } from './choke/dominating.ts';
import { smallCut } from './choke/cut.ts';
import { changesOfStep, changeTitle } from './fixes/candidates.ts';
import { findPaths, towards } from './found-paths.ts';
import type { GraphState } from './graph/graph-state.ts';
import { nodeName } from './graph/node-ids.ts';
import { partsOf } from './graph/node-space.ts';
import { startKinds } from './create-context.ts';
import type { ModelContext } from './model-context.ts';
import { graphNeeds } from './needs.ts';
import { resolveNode } from './resolve-node.ts';
import { admittedBy } from './search/admitted.ts';
import { distancesTo } from './search/distances.ts';
import { changedState } from './simulate/changed-state.ts';

/** Changes of a cut at most, and dominators for which one is looked for: fewer where each takes long. */
const cutLimit = 10;
const withChange = (nodes: number): number => (nodes > 100_000 ? 1 : 4);

type Told = ChokePoints['dominators'][number];

/** Where all ways of many starts meet, and a few changes after which (nearly) nothing reaches the target. */
export const answerChokePoints = async (
  context: ModelContext,
  query: ChokePointsQuery,
): Promise<Result<ChokePoints, Problem>> => {
  const target = resolveNode(context.graph, context.state, query.to);
  if (!target.ok) return target;
  const { node: to, id } = target.value;
  const state = towards(target.value.state, to);
  const { hideBaseline } = query.filter;
  const isStart = (of: GraphState, node: number): boolean => {
    if (!startKinds.has(of.space.kind(node)) || of.space.id(node) === id) return false;
    return !hideBaseline || !isBaselineIn(context, of, node);
  };
  const admitted = admittedBy(state, query.filter, 'open');
  const distance = distancesTo(state.view, to, admitted);
  await context.pause();
  let reaching = 0;
  for (let node = 0; node < distance.length; node++) if ((distance[node] as number) >= 0 && isStart(state, node)) reaching += 1;
  const over = dominating(state, to, admitted, node => isStart(state, node));
  await context.pause();
  const dominators: Told[] = [];
  for (const [index, one] of over.slice(0, query.limit).entries())
    dominators.push(
      await told(context, { state, to, filter: query.filter, distance, withChange: index < withChange(state.view.nodes) }, one),
    );
  const cut = await smallCut({
    context,
    target: id,
    limit: Math.min(query.limit, cutLimit),
    admittedIn: of => admittedBy(of, query.filter, 'open'),
    isStart,
  });
  return ok({
    reaching,
    dominators,
    cut: { changes: [...cut.changes], leaves: cut.leaves, verified: true, minimal: false },
    needs: [...graphNeeds(state)],
  });
};

const isBaselineIn = (context: ModelContext, state: GraphState, node: number): boolean => {
  if (state.view.arcs === context.state.view.arcs) return context.isBaseline(node);
  const known = context.state.space.find(state.space.id(node));
  return known !== undefined && context.isBaseline(known);
};

interface Asked {
  readonly state: GraphState;
  readonly to: number;
  readonly filter: ChokePointsQuery['filter'];
  readonly distance: Int32Array;
  readonly withChange: boolean;
}

/** The node with one change after which it reaches the target no longer, where there is one on its cheapest way. */
const told = async (context: ModelContext, asked: Asked, { node, starts }: Dominating): Promise<Told> => {
  const { state, to, filter, distance } = asked;
  const about = { node: state.space.id(node), starts };
  const name = nodeName(partsOf(state.space, node));
  if (!asked.withChange) return { ...about, change: null, title: name };
  const [path] = await findPaths({ state, from: node, to, k: 1, filter, distance, pause: context.pause });
  const [first] = path?.steps ?? [];
  for (const change of first === undefined ? [] : changesOfStep(state, first).slice(0, 2)) {
    const made = await changedState(context.graph, [change], context.pause);
    if (!made.ok) continue;
    const after = made.value.state;
    const [from, end] = [after.space.find(about.node), after.space.find(state.space.id(to))];
    if (from === undefined || end === undefined) continue;
    const left = distancesTo(towards(after, end).view, end, admittedBy(after, filter, 'open'))[from] as number;
    await context.pause();
    if (left < 0) return { ...about, change, title: changeTitle(change) };
  }
  return { ...about, change: null, title: name };
};
