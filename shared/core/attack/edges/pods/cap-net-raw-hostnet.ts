import type { FoundEdge } from '#core/attack/edge';
import { seen } from '#core/attack/reached';
import { podField } from '#core/attack/workloads/capabilities';
import {
  addedAt,
  containerName,
  containersIn,
  dropsCapability,
  hasHostNetwork,
  isStatic,
} from '#core/attack/workloads/containers-of';
import { podImpact } from '#core/attack/workloads/escape';
import { byUser } from '#core/attack/workloads/mitigations';

export const capNetRawHostNetwork: FoundEdge = podImpact(
  {
    id: 'CAP_NET_RAW_HOSTNET',
    row: 'P7',
    title: 'A container may read the traffic of its node',
    severity: 'medium',
    cost: 1,
    gives: 'What passes the node’s interfaces unencrypted, and packets under other addresses.',
    abuse:
      'In the node’s network namespace, CAP_NET_RAW opens raw sockets on its interfaces. Docker and containerd give the capability to every container of root that does not drop it; CRI-O does not.',
    detect: 'Packet sockets of a process in a container with hostNetwork.',
    remove: 'Set hostNetwork to false, or drop ALL capabilities.',
    mitigations: [
      'Pod Security baseline refuses hostNetwork; restricted demands that ALL is dropped.',
      'Without root in the container the capability has no effect.',
      'TLS between workloads leaves nothing to read.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://attack.mitre.org/techniques/T1040/',
    ],
  },
  'traffic-interception',
  (world, workload) =>
    // Static pods are the cluster’s own: whoever has one has more than the traffic of its node.
    hasHostNetwork(workload) && !isStatic(workload)
      ? containersIn(workload)
          .filter(container => !dropsCapability(container, 'NET_RAW') || addedAt(container, 'NET_RAW') >= 0)
          .map(container => ({
            evidence: [
              podField(world, workload, 'hostNetwork', 'The pod is in the network of its node.'),
              seen(world, workload.object, container.path, `The ${containerName(container)} keeps the capability NET_RAW.`),
            ],
            blockedBy: byUser(workload, container),
          }))
      : [],
);
