import { open } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { allNodesId } from '../world.ts';
import { createsWorkload } from './workload-resources.ts';

export const pvCreate: RightsEdge = {
  kind: 'rights',
  to: 'nodes',
  scope: 'namespace',
  id: 'PV_CREATE',
  row: 'R43',
  title: 'Mounts a node’s disk by a PersistentVolume',
  severity: 'high',
  cost: 3,
  gives: 'Any folder of any node, writable as root where the pod may run as root.',
  abuse:
    'A PersistentVolume may be a hostPath or a local folder; a claim that is bound to it brings it into a pod. All three have to be written. PersistentVolumes stand in no namespace: a RoleBinding gives no right to them.',
  detect: 'PersistentVolumes with hostPath or local that no provisioner made.',
  remove: 'Take create on persistentvolumes away.',
  mitigations: [
    'Pod Security does not see what a claim is bound to: no level refuses it.',
    'Restricted makes the pod run as another user than root, who reads and writes only what that user may.',
    'An admission policy that refuses hostPath and local in PersistentVolumes.',
  ],
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/', 'https://attack.mitre.org/techniques/T1611/'],
  rights: [
    [{ verbs: ['create'], group: '', resources: ['persistentvolumes'], where: 'cluster', name: 'none' }],
    [{ verbs: ['create'], group: '', resources: ['persistentvolumeclaims'], where: 'target', name: 'none' }],
    createsWorkload,
  ],
  targets: () => [{ id: allNodesId, name: '', ...open }],
};
