import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { rootByWriting } from '#core/attack/workloads/host-paths';
import { waysToWrite } from '#core/attack/workloads/host-ways';

export const hostWrite: FoundEdge = podEdge(
  {
    id: 'HOST_WRITE',
    row: 'P10',
    title: 'A container may write where its node starts programs from',
    severity: 'high',
    cost: 1,
    gives: 'Root on every node that the pod runs on.',
    abuse:
      'Programs, units, schedules, keys and plugins of the node lie in folders that a writable hostPath (or a PersistentVolume that is one) holds: the node starts what is written there. The volume of a parent folder counts, and so does a subfolder. Devices are not counted: the runtime’s device rules keep them closed to a container that is not privileged.',
    detect: 'Changes to system folders of a node that its package manager did not make.',
    remove: 'Mount it read-only, mount only the folder that is needed, or use a volume of another kind.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes; it does not see a PersistentVolume that is one.',
      'A container that does not run as root cannot write what root owns.',
      'SELinux keeps containers from most folders of the node; a snapshot does not show whether nodes enforce it.',
    ],
    references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) => waysToWrite(world, workload, rootByWriting),
);
