import type { FoundEdge } from '#core/attack/edge';
import { seen } from '#core/attack/reached';
import { containerName, containersIn, isPrivileged } from '#core/attack/workloads/containers-of';
import { podEdge } from '#core/attack/workloads/escape';
import { byUserNamespace } from '#core/attack/workloads/mitigations';
import { at } from '#kube/pointer';

export const privileged: FoundEdge = podEdge(
  {
    id: 'PRIVILEGED',
    row: 'P2',
    title: 'A privileged container is root on its node',
    severity: 'high',
    cost: 1,
    gives: 'Root on every node that the pod runs on: its disks, its processes, the kubelet’s credential and all pods there.',
    abuse:
      'A privileged container holds every capability, sees all devices of the node and is not confined by seccomp or AppArmor, so that it can mount the disk of the node or load code into its kernel. An init, sidecar or ephemeral container is enough.',
    detect: 'Mounts of block devices and new kernel modules from a container, as runtime sensors report them.',
    remove: 'Set securityContext.privileged to false and add only the capabilities that the program needs.',
    mitigations: [
      'Pod Security baseline refuses privileged containers.',
      'hostUsers: false makes root of the pod nobody on the node; the devices of the node stay closed then.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
      'https://attack.mitre.org/techniques/T1611/',
    ],
  },
  (world, workload) =>
    containersIn(workload)
      .filter(isPrivileged)
      .map(container => ({
        evidence: [
          seen(
            world,
            workload.object,
            at(container.path, 'securityContext', 'privileged'),
            `The ${containerName(container)} is privileged.`,
          ),
        ],
        blockedBy: byUserNamespace(workload),
      })),
);
