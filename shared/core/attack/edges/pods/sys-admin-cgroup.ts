import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podEdge } from '#core/attack/workloads/escape';

export const sysAdminCgroup: FoundEdge = podEdge(
  {
    id: 'SYS_ADMIN_CGROUP',
    row: 'P4',
    title: 'A container with CAP_SYS_ADMIN may leave it',
    severity: 'high',
    cost: 2,
    gives: 'Commands as root on the node.',
    abuse:
      'CAP_SYS_ADMIN allows mounts. On cgroup v1 a mounted hierarchy takes a program that the kernel starts on the node when a group empties; on v2 what is left depends on AppArmor and on what may be mounted.',
    detect: 'Calls of mount from containers; writes to release_agent.',
    remove: 'Take SYS_ADMIN (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses to add it.',
      'Without root in the container the capability has no effect.',
      'hostUsers: false makes it count in the pod’s own user namespace alone.',
      'AppArmor’s and SELinux’s container profiles refuse most mounts; whether nodes enforce them a snapshot does not show.',
    ],
    references: [
      'https://man7.org/linux/man-pages/man7/capabilities.7.html',
      'https://nvd.nist.gov/vuln/detail/CVE-2022-0492',
      'https://attack.mitre.org/techniques/T1611/',
    ],
  },
  (world, workload) => waysByCapability(world, workload, 'SYS_ADMIN'),
);
