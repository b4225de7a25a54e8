import type { FoundEdge } from '#core/attack/edge';
import { isPrivileged, mayHaveSocketGroup, runsAsRoot } from '#core/attack/workloads/containers-of';
import { podEdge } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { runtimeSockets, touches } from '#core/attack/workloads/host-paths';
import { byUser } from '#core/attack/workloads/mitigations';

export const runtimeSocket: FoundEdge = podEdge(
  {
    id: 'RUNTIME_SOCKET',
    row: 'P9',
    title: 'A container may give orders to the container runtime',
    severity: 'high',
    cost: 1,
    gives: 'Any container on the node, a privileged one with the node’s disk among them: past the API server and its admission.',
    abuse:
      'The runtime obeys whoever connects to its socket. A mount of the socket, of its folder, of /run or of / holds it; a read-only mount does not hinder a connection.',
    detect: 'Containers on a node that no pod of the API server owns.',
    remove: 'Take the mount out; agents that need facts about containers have the kubelet’s API for it.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes.',
      'A container that is neither root nor in the socket’s group cannot connect.',
    ],
    references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath', 'https://attack.mitre.org/techniques/T1610/'],
  },
  (world, workload) =>
    hostMounts(world, workload)
      .filter(({ path }) => runtimeSockets.some(socket => touches(path, socket)))
      .map(({ evidence, container }) => ({
        evidence,
        blockedBy:
          isPrivileged(container) || (runsAsRoot(workload, container) === 'no' && mayHaveSocketGroup(workload, container))
            ? []
            : byUser(workload, container),
      })),
);
