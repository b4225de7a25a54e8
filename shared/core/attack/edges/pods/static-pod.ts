import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { staticPods } from '#core/attack/workloads/host-paths';
import { waysToWrite } from '#core/attack/workloads/host-ways';

export const staticPod: FoundEdge = podEdge(
  {
    id: 'STATIC_POD',
    row: 'P31',
    title: 'A container may add static pods to its node',
    severity: 'high',
    cost: 1,
    gives: 'Any pod on the node, privileged or with its disk: no admission judges it.',
    abuse:
      'The kubelet starts each manifest in /etc/kubernetes/manifests by itself. Such a pod cannot name a service account, Secrets or ConfigMaps, but it may be privileged.',
    detect: 'Mirror pods (annotation kubernetes.io/config.mirror) that nobody rolled out.',
    remove: 'Take the mount out, or make it read-only.',
    mitigations: ['Pod Security baseline refuses hostPath volumes.', 'A container that does not run as root cannot write there.'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/',
      'https://attack.mitre.org/techniques/T1610/',
    ],
  },
  (world, workload) => waysToWrite(world, workload, staticPods),
);
