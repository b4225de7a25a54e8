import type { Paths, PathsQuery } from '#contract/attack';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { fixesOf, openSteps } from './fixes/fixes-of-paths.ts';
import { findPaths, toldPath, towards, type FoundPath } from './found-paths.ts';
import type { GraphState } from './graph/graph-state.ts';
import type { ModelContext } from './model-context.ts';
import { distinctNeeds, graphCaveats, graphNeeds } from './needs.ts';
import { resolveNode } from './resolve-node.ts';
import { admittedBy } from './search/admitted.ts';
import { distancesTo } from './search/distances.ts';
import { drawnGraph, type DrawnStep } from './view-graph.ts';
import { problem } from '#contract/problem';

export interface BothEnds {
  readonly state: GraphState;
  readonly from: number;
  readonly to: number;
  readonly fromId: string;
  readonly toId: string;
}

/** Start and end as a person writes them, in a state that holds both and leads from every right to the end. */
export const bothEnds = (context: ModelContext, from: string, to: string): Result<BothEnds, Problem> => {
  const start = resolveNode(context.graph, context.state, from);
  if (!start.ok) return start;
  const end = resolveNode(context.graph, start.value.state, to);
  if (!end.ok) return end;
  if (start.value.node === end.value.node)
    return fail(problem('filter-invalid', { what: 'The start is the end.', why: 'A path leads from one node to another.' }));
  const state = towards(end.value.state, end.value.node);
  return ok({ state, from: start.value.node, to: end.value.node, fromId: start.value.id, toId: end.value.id });
};

const drawnSteps = (paths: readonly FoundPath[], told: Paths['paths']): readonly DrawnStep[] => {
  const byStep = new Map<
    string,
    { step: FoundPath['steps'][number]; paths: number[]; what: string; blockedBy: DrawnStep['blockedBy'] }
  >();
  paths.forEach((path, index) =>
    path.steps.forEach((step, at) => {
      const key = `${step.from} ${step.edge} ${step.to} ${step.flags}`;
      const words = told[index]?.steps[at];
      const known = byStep.get(key);
      if (known === undefined)
        byStep.set(key, { step, paths: [index], what: words?.what ?? '', blockedBy: words?.blockedBy ?? [] });
      else known.paths.push(index);
    }),
  );
  return [...byStep.values()].map(({ step, paths: of, what, blockedBy }) => ({
    step,
    paths: of,
    what,
    ...(blockedBy === undefined ? {} : { blockedBy }),
  }));
};

const nodesInOrder = (from: number, to: number, paths: readonly FoundPath[]): readonly number[] => [
  ...new Set([from, to, ...paths.flatMap(({ steps }) => steps.map(step => step.to))]),
];

/** The k cheapest paths, with what would close them. */
export const answerPaths = async (context: ModelContext, query: PathsQuery): Promise<Result<Paths, Problem>> => {
  const ends = bothEnds(context, query.from, query.to);
  if (!ends.ok) return ends;
  const { state, from, to, fromId, toId } = ends.value;
  const { filter, k } = query;
  const found = await findPaths({ state, from, to, k: k + 1, filter, pause: context.pause });
  const paths = found.slice(0, k);
  const told: Paths['paths'] = [];
  for (const path of paths) {
    told.push(toldPath(state, path));
    await context.pause();
  }
  const open = paths.some(path => !path.blocked);
  const certain = open && (distancesTo(state.view, to, admittedBy(state, filter, 'certain'))[from] as number) >= 0;
  const unread = told.flatMap(path => path.steps.flatMap(step => step.uncertain));
  const needs = distinctNeeds([...graphNeeds(state), ...unread]);
  const graph = drawnGraph({
    context,
    state,
    order: nodesInOrder(from, to, paths),
    steps: drawnSteps(paths, told),
    pinned: new Set([from, to]),
    beyond: { nodes: 0, edges: 0 },
  });
  return ok({
    from: fromId,
    to: toId,
    paths: told,
    more: found.length > k,
    graph,
    fixes: [...(await fixesOf(context, state, openSteps(paths)))],
    needs: [...needs],
    caveats: [...graphCaveats(state, fromId)],
    answer: certain ? 'yes' : open || needs.length > 0 ? 'unknown' : 'no',
  });
};
