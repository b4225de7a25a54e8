import type { FoundEdge } from '#core/attack/edge';
import { podImpact } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { holds, logs } from '#core/attack/workloads/host-paths';
import { byUser } from '#core/attack/workloads/mitigations';
import { isPrivileged } from '#core/attack/workloads/containers-of';

export const varLogSymlink: FoundEdge = podImpact(
  {
    id: 'VAR_LOG_SYMLINK',
    row: 'P13',
    title: 'A container may make the kubelet read any file as a log',
    severity: 'medium',
    cost: 2,
    gives: 'Files of the node, to whoever may also read logs of pods (get pods/log) or of the node (get nodes/log).',
    abuse:
      'The kubelet serves logs as root and follows links. A writable mount of /var/log or a parent lets a container replace a log by a link to another file. Somebody has to ask for the log then: this identity or any other that the attacker has.',
    detect: 'Symbolic links in /var/log/pods and /var/log/containers that lead out of these folders.',
    remove: 'Mount /var/log read-only: agents that collect logs need no more.',
    mitigations: ['Pod Security baseline refuses hostPath volumes.', 'A container that does not run as root cannot write there.'],
    references: [
      'https://kubernetes.io/docs/concepts/cluster-administration/logging/',
      'https://attack.mitre.org/techniques/T1005/',
    ],
  },
  'node-file-read',
  (world, workload) =>
    hostMounts(world, workload)
      .filter(
        ({ path, readOnly }) => !readOnly && (holds(path, logs) || path === '/var/log/pods' || path === '/var/log/containers'),
      )
      .map(({ evidence, container }) => ({
        evidence,
        blockedBy: isPrivileged(container) ? [] : byUser(workload, container),
      })),
);
