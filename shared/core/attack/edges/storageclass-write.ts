import { changes, endByName, writes } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'storage.k8s.io';
const resources = ['storageclasses'];

export const storageclassWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'STORAGECLASS_WRITE',
  row: 'R44',
  title: 'Chooses with which credentials storage is made',
  severity: 'medium',
  cost: 2,
  gives: 'Secrets of other namespaces in the hands of a storage driver, and volumes of others on storage of choice.',
  abuse:
    'Parameters of a StorageClass name the Secret, of any namespace, with which the driver works, and where volumes are made. A new default class takes the claims of all.',
  detect: 'Audit events of writes to storageclasses.',
  remove: 'Take writes to storageclasses away.',
  mitigations: ['Drivers that take no Secret from parameters.'],
  references: ['https://kubernetes-csi.github.io/docs/secrets-and-credentials-storage-class.html'],
  reads: [`storageclasses.${group}`],
  rights: [writes(group, resources, 'cluster')],
  targets: world =>
    endByName(
      world,
      { id: 'impact:tenant-data' },
      { right: changes(group, resources, 'cluster'), list: `storageclasses.${group}`, namespace: '' },
    ),
};
