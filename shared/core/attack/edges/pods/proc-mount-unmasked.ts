import type { FoundEdge } from '#core/attack/edge';
import { seen } from '#core/attack/reached';
import { containerName, containersIn, isPrivileged } from '#core/attack/workloads/containers-of';
import { podEdge } from '#core/attack/workloads/escape';
import { byUser, byUserNamespace } from '#core/attack/workloads/mitigations';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';

export const procMountUnmasked: FoundEdge = podEdge(
  {
    id: 'PROC_MOUNT_UNMASKED',
    row: 'P8',
    title: 'A container sees /proc without its masks',
    severity: 'high',
    cost: 1,
    gives: 'A command as root on the node, by settings of the kernel that all containers share.',
    abuse:
      'With procMount Unmasked the runtime neither hides nor write-protects the parts of /proc that belong to the whole kernel, core_pattern and sysrq-trigger among them.',
    detect: 'Writes below /proc/sys and to /proc/sysrq-trigger from a container.',
    remove: 'Leave procMount at Default.',
    mitigations: [
      'Pod Security baseline refuses it.',
      'API servers since 1.30 accept it only together with hostUsers: false, and then these files stay closed.',
      'A container that does not run as root cannot write them.',
    ],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-access',
      'https://attack.mitre.org/techniques/T1611/',
    ],
  },
  (world, workload) =>
    containersIn(workload)
      .filter(container => textAt(container.value, 'securityContext', 'procMount') === 'Unmasked' && !isPrivileged(container))
      .map(container => ({
        evidence: [
          seen(
            world,
            workload.object,
            at(container.path, 'securityContext', 'procMount'),
            `The ${containerName(container)} has /proc unmasked.`,
          ),
        ],
        blockedBy: [...byUserNamespace(workload), ...byUser(workload, container)],
      })),
);
