import type { FoundEdge } from '#core/attack/edge';
import { nodeId, type World } from '#core/attack/world';
import { bridgingWorkloads } from './bridging.ts';

type Found = ReturnType<FoundEdge['find']> extends Iterable<infer F> ? F : never;

/** What each pod of a workload on several nodes holds, as steps from each of these nodes. */
export function* takenByNodes(world: World, edges: readonly FoundEdge[]): Iterable<Found> {
  const bridging = bridgingWorkloads(world);
  if (bridging.size === 0) return;
  const agents = world.workloads.filter(({ id }) => bridging.has(id));
  const byId = new Map(agents.map(agent => [agent.id, agent]));
  // The others need not be looked at again.
  const ofAgents = Object.create(world, { workloads: { value: agents } }) as World;
  for (const edge of edges)
    for (const found of edge.find(ofAgents))
      for (const node of byId.get(found.from)?.nodes ?? []) yield { ...found, from: nodeId(node) };
}
