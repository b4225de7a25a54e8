import type { Neighbours, NeighboursQuery } from '#contract/attack';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { attackKinds } from './graph/node-ids.ts';
import { stepsAt } from './graph/seen-steps.ts';
import type { GraphState } from './graph/graph-state.ts';
import { nodeOf, type ModelContext } from './model-context.ts';
import { graphNeeds } from './needs.ts';
import { resolveNode } from './resolve-node.ts';
import { admittedBy } from './search/admitted.ts';
import { reachOf } from './search/reach.ts';
import { towards } from './found-paths.ts';
import { drawnGraph, type DrawnStep } from './view-graph.ts';

/** Before folding: nodes that a drawing is chosen from, and steps among them. */
const candidateNodes = 2000;
const candidateSteps = 12_000;
const stepsOfOne = 2000;

const countKinds = (state: GraphState, nodes: readonly number[]): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const node of nodes) {
    const kind = attackKinds[state.space.kind(node)] ?? '';
    totals[kind] = (totals[kind] ?? 0) + 1;
  }
  return totals;
};

/** What a node reaches, or what reaches it. Behind every right lies everything: there it ends. */
export const answerNeighbours = async (context: ModelContext, query: NeighboursQuery): Promise<Result<Neighbours, Problem>> => {
  const resolved = resolveNode(context.graph, context.state, query.node);
  if (!resolved.ok) return resolved;
  const { node: start, id } = resolved.value;
  const state = query.direction === 'in' ? towards(resolved.value.state, start) : resolved.value.state;
  const { view, space } = state;
  const admitted = admittedBy(state, query.filter, 'open');
  const stops = (node: number): boolean =>
    query.direction === 'out' ? node === context.admin : query.filter.hideBaseline && context.isBaseline(node);
  const { steps, order } = reachOf({
    view,
    start,
    direction: query.direction,
    depth: query.depth,
    admitted,
    isFold: space.isFold,
    stops,
  });
  await context.pause();
  const hidden = (node: number): boolean => query.filter.hideBaseline && node !== start && context.isBaseline(node);
  const seen = order.filter(node => !space.isFold(node) && !hidden(node));
  const chosen = seen.slice(0, candidateNodes);
  const inside = new Set(chosen);
  const drawn: DrawnStep[] = [];
  const seeing = admittedBy(state, query.filter, 'seen');
  for (const node of chosen) {
    if (drawn.length >= candidateSteps) break;
    if (node !== start && stops(node)) continue;
    for (const step of stepsAt(node, query.direction, { view, space, admitted: seeing, limit: stepsOfOne })) {
      const other = query.direction === 'out' ? step.to : step.from;
      if (!inside.has(other) || (steps[other] as number) <= (steps[node] as number)) continue;
      drawn.push({ step, paths: [] });
    }
    await context.pause();
  }
  const graph = drawnGraph({
    context,
    state,
    order: chosen,
    steps: drawn,
    pinned: new Set([start, context.admin]),
    beyond: { nodes: seen.length - chosen.length, edges: 0 },
  });
  return ok({
    node: id,
    graph,
    totals: countKinds(
      state,
      seen.filter(node => node !== start),
    ),
    reachesAdmin: nodeOf(context, state, start).toAdmin !== null || reachesAdmin(state, start, context),
    needs: [...graphNeeds(state)],
  });
};

/** Of a node that is not in the graph as it was read, too. */
const reachesAdmin = (state: GraphState, start: number, context: ModelContext): boolean =>
  stepsAt(start, 'out', {
    view: state.view,
    space: state.space,
    admitted: admittedBy(state, openFilter, 'open'),
    limit: stepsOfOne,
  }).some(({ to }) => (context.toAdmin()[to] ?? -1) >= 0);

const openFilter = { edges: null, namespaces: null, severity: null, hideBaseline: false } as const;
