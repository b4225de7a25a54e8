import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podEdge } from '#core/attack/workloads/escape';

export const dacReadSearch: FoundEdge = podEdge(
  {
    id: 'DAC_READ_SEARCH',
    row: 'P6',
    title: 'A container may open any file of its node',
    severity: 'high',
    cost: 2,
    gives: 'Every file of the node’s disk: hashes of passwords, private keys, the kubelet’s credential, tokens of all its pods.',
    abuse:
      'CAP_DAC_READ_SEARCH allows open_by_handle_at, which opens files of a mounted file system by number, also those outside of what the container sees.',
    detect: 'Calls of open_by_handle_at from a container.',
    remove: 'Take DAC_READ_SEARCH (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses to add it.',
      'Without root in the container the capability has no effect.',
      'hostUsers: false makes it count in the pod’s own user namespace alone.',
      'The default seccomp profile allows the call to whoever has the capability: it does not help here.',
    ],
    references: ['https://man7.org/linux/man-pages/man2/open_by_handle_at.2.html', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) => waysByCapability(world, workload, 'DAC_READ_SEARCH'),
);
