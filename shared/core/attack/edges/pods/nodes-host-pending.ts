import type { FoundEdge } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { allNodesId } from '#core/attack/world';
import { isStatic } from '#core/attack/workloads/containers-of';
import { placesOf } from '#core/attack/workloads/places';
import { workloadResources } from '#kube/pod-templates';

export const nodesHostPending: FoundEdge = {
  kind: 'found',
  from: 'nodes',
  to: 'workload',
  id: 'NODES_HOST_PENDING',
  row: 'P20',
  title: 'Whoever has every node has what will run on one',
  severity: 'high',
  cost: 1,
  gives: 'The tokens and Secrets of workloads of which no pod is known yet, such as CronJobs between two runs.',
  abuse: 'Their pods come to one of the nodes sooner or later, and root on it holds them.',
  detect: 'Requests of several service accounts from one address.',
  remove: 'Nothing at this place: take away what leads to every node.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/security/multi-tenancy/#node-isolation'],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads)
      if (!isStatic(workload) && placesOf(workload).includes(allNodesId))
        yield {
          from: allNodesId,
          to: workload.id,
          ...because(
            seen(world, workload.object, workload.podSpecPath, `${workload.kind} ${workload.name} may come to any node.`),
          ),
        };
  },
};
