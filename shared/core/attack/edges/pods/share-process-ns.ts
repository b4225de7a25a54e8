import type { FoundEdge } from '#core/attack/edge';
import { podField } from '#core/attack/workloads/capabilities';
import { containersIn } from '#core/attack/workloads/containers-of';
import { podImpact } from '#core/attack/workloads/escape';

export const shareProcessNamespace: FoundEdge = podImpact(
  {
    id: 'SHARE_PROCESS_NS',
    row: 'P16',
    title: 'Containers of a pod see each other’s processes and files',
    severity: 'low',
    cost: 1,
    gives: 'What the other containers of the same pod hold: their environment, files and memory.',
    abuse:
      'With shareProcessNamespace a container reads /proc/PID/environ and /proc/PID/root of the others, where it runs as the same user or as root.',
    detect: 'Reads below /proc of another container’s process.',
    remove: 'Set shareProcessNamespace to false.',
    mitigations: ['Different users in different containers keep files and memory apart, unless one of them is root.'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/',
      'https://attack.mitre.org/techniques/T1057/',
    ],
  },
  'container-takeover-in-pod',
  (world, workload) =>
    workload.podSpec['shareProcessNamespace'] === true && containersIn(workload).length > 1
      ? [
          {
            evidence: [
              podField(world, workload, 'shareProcessNamespace', 'The containers of the pod share one process namespace.'),
            ],
            blockedBy: [],
          },
        ]
      : [],
);
