import type { WholeWorld } from '#core/attack/create-world';
import { buildGraph, type AttackGraph } from '#core/attack/graph/build-graph';
import { blockedFlag, uncertainFlag } from '#core/attack/graph/arcs';
import type { AttackEdge } from '#core/attack/edge';

export interface GraphStep {
  readonly from: string;
  readonly to: string;
  readonly blocked: boolean;
  readonly uncertain: boolean;
}

/** Every step of one kind in the graph, the folds between its ends left out. */
export const stepsOfKind = ({ arcs, space, edges }: AttackGraph, edge: AttackEdge): readonly GraphStep[] => {
  const number = edges.indexOf(edge);
  const steps: GraphStep[] = [];
  const walk = (start: number, node: number, flags: number): void => {
    for (let arc = arcs.outStart[node] as number; arc < (arcs.outStart[node + 1] as number); arc++) {
      const to = arcs.to[arc] as number;
      const met = flags | (arcs.flags[arc] as number);
      if (space.isFold(to)) walk(start, to, met);
      else if (arcs.edge[arc] === number)
        steps.push({
          from: space.id(start),
          to: space.id(to),
          blocked: (met & blockedFlag) !== 0,
          uncertain: (met & uncertainFlag) !== 0,
        });
    }
  };
  for (let node = 0; node < arcs.outStart.length - 1; node++) if (!space.isFold(node)) walk(node, node, 0);
  return steps;
};

export const graphSteps = async (
  edge: AttackEdge,
  edges: readonly AttackEdge[],
  world: WholeWorld,
): Promise<readonly GraphStep[]> => stepsOfKind(await buildGraph(world, edges, async () => {}), edge);
