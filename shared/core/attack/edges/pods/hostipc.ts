import type { FoundEdge } from '#core/attack/edge';
import { podField } from '#core/attack/workloads/capabilities';
import { hasHostIpc } from '#core/attack/workloads/containers-of';
import { podImpact } from '#core/attack/workloads/escape';

export const hostIpc: FoundEdge = podImpact(
  {
    id: 'HOSTIPC',
    row: 'P17',
    title: 'A pod sees shared memory of its node',
    severity: 'medium',
    cost: 1,
    gives:
      'Shared memory and message queues of the node’s processes and of other pods with hostIPC. It is no way out of the container by itself.',
    abuse:
      'Programs that exchange data by System V or POSIX shared memory can be read, and fed, by whoever is in the same IPC namespace.',
    detect: 'Reads of /dev/shm and calls of shmat from a container with hostIPC.',
    remove: 'Set hostIPC to false.',
    mitigations: ['Pod Security baseline refuses it.', 'Segments keep the file modes that their owner gave them.'],
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
      'https://attack.mitre.org/techniques/T1559/',
    ],
  },
  'host-shared-memory',
  (world, workload) =>
    hasHostIpc(workload)
      ? [{ evidence: [podField(world, workload, 'hostIPC', 'The pod is in the IPC namespace of its node.')], blockedBy: [] }]
      : [],
);
