import type { FoundEdge } from '#core/attack/edge';
import { nodesReachable } from '#core/attack/cluster/exposure';
import { exposedEdge, type Exposure } from '#core/attack/cluster/exposed-edge';
import { specialWorkloads } from '#core/attack/workloads/special';
import { seen } from '#core/attack/reached';
import { containerName, containersIn, hasHostNetwork } from '#core/attack/workloads/containers-of';
import { listAt, numberAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

export const exposedHostPort: FoundEdge = exposedEdge(
  {
    id: 'EXPOSED_HOST_PORT',
    title: 'A port of its node leads to a pod',
    detect: 'Connections to the port from outside of the cluster.',
    remove: 'Take hostPort (or hostNetwork) out; reach the pod by a Service.',
    mitigations: [
      'Nodes without external addresses.',
      'Firewalls in front of the nodes, which no object tells of.',
      'Pod Security baseline refuses hostPort and hostNetwork.',
    ],
    references: ['https://kubernetes.io/docs/concepts/configuration/overview/', 'https://attack.mitre.org/techniques/T1190/'],
    reads: workloadResources,
  },
  'outside',
  function* (world): Iterable<Exposure> {
    const reachable = nodesReachable(world);
    for (const workload of specialWorkloads(world)) {
      const shared = hasHostNetwork(workload);
      const evidence = containersIn(workload).flatMap(container =>
        listAt(container.value, 'ports').flatMap((port, index) => {
          const number = numberAt(port, 'hostPort') ?? (shared ? numberAt(port, 'containerPort') : undefined);
          if (number === undefined || number === 0) return [];
          const what = `The ${containerName(container)} has port ${number} of its node.`;
          return [seen(world, workload.object, at(container.path, 'ports', index), what)];
        }),
      );
      if (evidence.length > 0) yield { workload, evidence, reached: reachable };
    }
  },
);
