import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

export const draAdminRelabel: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'DRA_ADMIN_RELABEL',
  row: 'R49',
  title: 'Makes a namespace one for administrators of devices',
  severity: 'medium',
  cost: 2,
  since: 33,
  gives: 'Devices in use by others, with what the driver shows to administrators.',
  abuse: 'Whoever may patch the namespace sets the label resource.kubernetes.io/admin-access, and may ask for adminAccess then.',
  detect: 'Audit events of patch and update on namespaces that set this label.',
  remove: 'Take update and patch on the namespace away, or refuse the label by a policy.',
  mitigations: ['It matters only where a driver offers devices (DeviceClasses).'],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access'],
  reads: ['deviceclasses.resource.k8s.io'],
  rights: [
    [{ verbs: ['update', 'patch'], group: '', resources: ['namespaces'], where: 'target', name: 'target' }],
    [
      {
        verbs: ['create'],
        group: 'resource.k8s.io',
        resources: ['resourceclaims', 'resourceclaimtemplates'],
        where: 'target',
        name: 'none',
      },
    ],
  ],
  *targets(world, namespace) {
    const [device] = world.list('deviceclasses.resource.k8s.io');
    if (device === undefined) return;
    const what = `The cluster offers devices of class ${device.metadata.name}.`;
    yield { id: impactId('device-data'), name: namespace, ...because(seen(world, device, '', what)) };
  },
};
