import type { FoundEdge } from '#core/attack/edge';
import { nodeId, type Workload, type World } from '#core/attack/world';
import { bridgingWorkloads } from './bridging.ts';

type Found = ReturnType<FoundEdge['find']> extends Iterable<infer F> ? F : never;

/** What each pod of a workload on several nodes holds, as steps from each of these nodes. */
export function* takenByNodes(world: World, edges: readonly FoundEdge[]): Iterable<Found> {
  const bridging = bridgingWorkloads(world);
  if (bridging.size === 0) return;
  const byId = new Map<string, Workload>();
  for (const workload of world.workloads) if (bridging.has(workload.id)) byId.set(workload.id, workload);
  for (const edge of edges)
    for (const found of edge.find(world))
      for (const node of byId.get(found.from)?.nodes ?? []) yield { ...found, from: nodeId(node) };
}
