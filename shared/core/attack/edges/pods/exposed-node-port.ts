import type { FoundEdge } from '#core/attack/edge';
import { nodesReachable } from '#core/attack/cluster/exposure';
import { behind, exposedEdge } from '#core/attack/cluster/exposed-edge';
import { seen } from '#core/attack/reached';
import { textAt } from '#kube/json-fields';

export const exposedNodePort: FoundEdge = exposedEdge(
  {
    id: 'EXPOSED_NODE_PORT',
    title: 'A port of every node leads to a pod',
    detect: 'Connections to the port from outside of the cluster.',
    remove: 'Use type ClusterIP, behind an Ingress or a Gateway.',
    mitigations: [
      'Nodes without external addresses.',
      'NetworkPolicies that let no address from outside in, where the network plugin enforces them.',
      'Firewalls in front of the nodes, which no object tells of.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
      'https://attack.mitre.org/techniques/T1190/',
    ],
  },
  'outside',
  function* (world) {
    const reachable = nodesReachable(world);
    for (const service of world.list('services'))
      if (textAt(service, 'spec', 'type') === 'NodePort')
        yield* behind(
          world,
          service,
          [seen(world, service, '/spec/type', `Service ${service.metadata.name} has a port on every node.`)],
          reachable,
        );
  },
);
