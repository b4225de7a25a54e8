import type { FoundEdge } from '#core/attack/edge';
import { podImpact } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { byUser } from '#core/attack/workloads/mitigations';
import { dropsCapability, isPrivileged, isStatic } from '#core/attack/workloads/containers-of';

export const setuidHostPath: FoundEdge = podImpact(
  {
    id: 'SETUID_HOSTPATH',
    row: 'P7',
    title: 'A container may leave a program of root on its node',
    severity: 'low',
    cost: 3,
    gives: 'Root for whoever is an ordinary user of the node already.',
    abuse:
      'Root in the container owns the files that it writes to a hostPath as root of the node does, a program with the setuid bit among them. Someone on the node has to start it.',
    detect: 'New files with the setuid bit in folders that pods mount.',
    remove: 'Mount the hostPath read-only, or use a volume of another kind.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes.',
      'A container that does not run as root cannot make such a file.',
      'File systems that are mounted nosuid ignore the bit; a snapshot does not show it.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
      'https://attack.mitre.org/techniques/T1548/001/',
    ],
  },
  'setuid-program-on-node',
  (world, workload) =>
    (isStatic(workload) ? [] : hostMounts(world, workload))
      .filter(
        ({ readOnly, folder, container }) =>
          folder && !readOnly && !isPrivileged(container) && !dropsCapability(container, 'FSETID'),
      )
      .map(({ evidence, container }) => ({ evidence, blockedBy: byUser(workload, container) })),
);
