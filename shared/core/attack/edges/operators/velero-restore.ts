import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const veleroRestore: RightsEdge = deputyEdge(
  {
    id: 'VELERO_RESTORE',
    title: 'Has Velero restore what was never backed up',
    severity: 'critical',
    cost: 3,
    gives: 'Any object, written by the account of Velero, which is cluster-admin as it is installed.',
    abuse:
      'A BackupStorageLocation names a bucket of choice, and a Restore takes what lies in it. Both stand in Velero’s namespace.',
    detect: 'BackupStorageLocations that nobody knows; Restores outside of an emergency.',
    remove: 'Let nobody write in Velero’s namespace.',
    mitigations: [],
    references: ['https://velero.io/docs/main/restore-reference/'],
  },
  {
    program: { name: 'Velero', images: ['velero'], otherwise: ['node-agent', 'restic'] },
    scope: 'namespace',
    ownNamespace: true,
    group: 'velero.io',
    resources: ['restores'],
    newOnly: true,
    also: [
      [
        {
          verbs: ['create', 'update', 'patch'],
          group: 'velero.io',
          resources: ['backupstoragelocations'],
          where: 'target',
          name: 'none',
        },
      ],
    ],
  },
);
