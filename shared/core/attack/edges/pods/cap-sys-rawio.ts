import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podEdge } from '#core/attack/workloads/escape';

export const capSysRawio: FoundEdge = podEdge(
  {
    id: 'CAP_SYS_RAWIO',
    row: 'P7',
    title: 'A container may talk to hardware directly',
    severity: 'high',
    cost: 3,
    gives: 'Memory and devices of the node past the kernel’s own checks.',
    abuse: 'CAP_SYS_RAWIO gives access to I/O ports, model-specific registers and raw commands of disks.',
    detect: 'Calls of iopl and ioperm and opens of /dev/mem from a container.',
    remove: 'Take SYS_RAWIO (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses to add it.',
      'Without root in the container the capability has no effect.',
      'hostUsers: false makes it count in the pod’s own user namespace alone.',
      'Kernel lockdown closes most of these ways; a snapshot does not show it.',
    ],
    references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) => waysByCapability(world, workload, 'SYS_RAWIO'),
);
