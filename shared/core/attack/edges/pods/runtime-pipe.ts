import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { isRuntimePipe } from '#core/attack/workloads/host-paths';

export const runtimePipe: FoundEdge = podEdge(
  {
    id: 'RUNTIME_PIPE',
    row: 'P9',
    title: 'A Windows container may give orders to the container runtime',
    severity: 'high',
    cost: 1,
    gives: 'Any container on the Windows node, with its disk: past the API server and its admission.',
    abuse: 'The runtime obeys whoever opens its named pipe, which a hostPath volume brings into the container.',
    detect: 'Containers on a node that no pod of the API server owns.',
    remove: 'Take the mount of the pipe out.',
    mitigations: ['Pod Security baseline refuses hostPath volumes.'],
    references: ['https://kubernetes.io/docs/concepts/windows/intro/', 'https://attack.mitre.org/techniques/T1610/'],
  },
  (world, workload) =>
    hostMounts(world, workload)
      .filter(({ path }) => isRuntimePipe(path))
      .map(({ evidence }) => ({ evidence, blockedBy: [] })),
  { windows: true },
);
