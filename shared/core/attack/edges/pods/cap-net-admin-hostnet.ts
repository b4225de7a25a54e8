import type { FoundEdge } from '#core/attack/edge';
import { podField, waysByCapability } from '#core/attack/workloads/capabilities';
import { hasHostNetwork } from '#core/attack/workloads/containers-of';
import { podImpact } from '#core/attack/workloads/escape';

export const capNetAdminHostNetwork: FoundEdge = podImpact(
  {
    id: 'CAP_NET_ADMIN_HOSTNET',
    row: 'P7',
    title: 'A container may change the network of its node',
    severity: 'medium',
    cost: 1,
    gives: 'Routes, firewall rules and interfaces of the node: traffic of all its pods can be led elsewhere or cut.',
    abuse: 'CAP_NET_ADMIN acts on the network namespace that a process is in; hostNetwork makes that the node’s.',
    detect: 'Changes to nftables or routes of a node that its network plugin did not make.',
    remove: 'Set hostNetwork to false, or take NET_ADMIN (or ALL) out of capabilities.add.',
    mitigations: ['Pod Security baseline refuses both.', 'Without root in the container the capability has no effect.'],
    references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html', 'https://attack.mitre.org/techniques/T1557/'],
  },
  'node-network-tamper',
  (world, workload) =>
    hasHostNetwork(workload)
      ? waysByCapability(world, workload, 'NET_ADMIN').map(way => ({
          ...way,
          evidence: [podField(world, workload, 'hostNetwork', 'The pod is in the network of its node.'), ...way.evidence],
        }))
      : [],
);
