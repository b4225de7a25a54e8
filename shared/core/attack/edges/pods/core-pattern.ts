import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { corePattern as place, holds } from '#core/attack/workloads/host-paths';
import { byUser, byUserNamespace } from '#core/attack/workloads/mitigations';
import { isPrivileged } from '#core/attack/workloads/containers-of';

export const corePattern: FoundEdge = podEdge(
  {
    id: 'CORE_PATTERN',
    row: 'P8',
    title: 'A container may set the program that the kernel starts for a crash',
    severity: 'high',
    cost: 1,
    gives: 'A command as root on the node.',
    abuse:
      'The kernel hands the core of a crashed process to the program that /proc/sys/kernel/core_pattern names, and starts it as root outside of every container. A writable hostPath of /, /proc, /proc/sys or /proc/sys/kernel holds that file. An image without a user runs as root: runAsUser need not be 0 for it.',
    detect: 'Writes to /proc/sys/kernel/core_pattern from a container.',
    remove: 'Take the mount out, or make it read-only.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes.',
      'A container that does not run as root cannot write the file.',
      'hostUsers: false: the kernel lets only root of the node write it.',
    ],
    references: ['https://man7.org/linux/man-pages/man5/core.5.html', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) =>
    hostMounts(world, workload)
      .filter(({ path, readOnly }) => !readOnly && holds(path, place))
      .map(({ evidence, container }) => ({
        evidence,
        blockedBy: [...byUserNamespace(workload), ...(isPrivileged(container) ? [] : byUser(workload, container))],
      })),
);
