import { blockedFlag } from '../graph/arcs.ts';
import type { Admitted } from '../graph/arc-view.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { stepsAt } from '../graph/seen-steps.ts';
import type { Step } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';

/** Whether a step of the graph as it was read can be walked in another state. Each is asked once. */
export const createStepTest = (context: ModelContext, after: GraphState): ((step: Step) => boolean) => {
  const known = new Map<string, boolean>();
  const onlyEdge = (edge: number): Admitted => {
    const edges = new Uint8Array(after.edges.length + 1);
    edges[0] = 1;
    edges[edge + 1] = 1;
    return { edges, nodes: null, barred: blockedFlag };
  };
  const sameNumbers = after.view.arcs === context.state.view.arcs;
  const numberIn = (node: number): number | undefined => {
    // Further nodes of a question (a user nobody named) keep their rights by groups alone: they are looked up by id.
    if (sameNumbers && node < context.state.space.count()) return node;
    return after.space.find(context.state.space.id(node));
  };
  return step => {
    if (step.edge === after.everyRight) return true;
    const key = `${step.from} ${step.edge} ${step.to}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const from = numberIn(step.from);
    const to = numberIn(step.to);
    const id = context.state.edges[step.edge]?.id;
    const edge = sameNumbers ? step.edge : after.edges.findIndex(one => one.id === id);
    const stands =
      from === undefined || to === undefined
        ? step.from >= context.state.space.count()
        : stepsAt(from, 'out', {
            view: after.view,
            space: after.space,
            admitted: onlyEdge(edge),
            limit: Infinity,
          }).some(other => other.to === to);
    known.set(key, stands);
    return stands;
  };
};
