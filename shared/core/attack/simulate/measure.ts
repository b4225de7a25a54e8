import type { ModelContext } from '../model-context.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { admittedBy, noFilter } from '../search/admitted.ts';
import { distancesTo } from '../search/distances.ts';
import { startKinds } from '../create-context.ts';

/** Ids of identities and workloads that reach a target, in the order of the graph. */
export interface Reaching {
  readonly ids: ReadonlySet<string>;
  readonly distance: Int32Array;
}

/** Whether two states number nodes alike: one made by a change of the other does, one made anew does not. */
export const isSameNumbering = (left: GraphState, right: GraphState): boolean => left.view.arcs === right.view.arcs;

export const reachingNodes = (state: GraphState, distance: Int32Array): readonly number[] => {
  const nodes: number[] = [];
  for (let node = 0; node < distance.length; node++)
    if ((distance[node] as number) >= 0 && startKinds.has(state.space.kind(node))) nodes.push(node);
  return nodes;
};

export const distanceIn = (context: ModelContext, state: GraphState, target: number): Int32Array =>
  state === context.state && target === context.admin
    ? context.toAdmin()
    : distancesTo(state.view, target, admittedBy(state, noFilter, 'open'));
