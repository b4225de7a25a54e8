import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podEdge } from '#core/attack/workloads/escape';

export const moduleLoad: FoundEdge = podEdge(
  {
    id: 'MODULE_LOAD',
    row: 'P3',
    title: 'A container may load kernel modules',
    severity: 'high',
    cost: 1,
    gives: 'Code in the kernel of the node, and by it everything on the node.',
    abuse: 'With CAP_SYS_MODULE a process loads a module into the kernel that all containers of the node share.',
    detect: 'Calls of init_module and finit_module from a container; modules that the distribution does not sign.',
    remove: 'Take SYS_MODULE (or ALL) out of capabilities.add; let the node load the modules that are needed.',
    mitigations: [
      'Pod Security baseline refuses to add it.',
      'Without root in the container the capability has no effect.',
      'hostUsers: false makes it count in the pod’s own user namespace alone.',
      'Kernels that demand signed modules (lockdown) refuse others; a snapshot does not show that.',
    ],
    references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) => waysByCapability(world, workload, 'SYS_MODULE'),
);
