import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { field } from '#kube/json-fields';
import { at } from '#kube/pointer';

const label = 'resource.kubernetes.io/admin-access';

export const draAdminNamespace: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'DRA_ADMIN_NAMESPACE',
  row: 'R49',
  title: 'Uses devices that belong to other pods',
  severity: 'medium',
  cost: 1,
  since: 33,
  gives: 'Devices in use by others, with what the driver shows to administrators.',
  abuse: 'In a namespace with the label resource.kubernetes.io/admin-access: "true", a ResourceClaim may ask for adminAccess.',
  detect: 'ResourceClaims with adminAccess.',
  remove: 'Take create on resourceclaims in the namespace away.',
  mitigations: ['Without the label, the API server refuses adminAccess.'],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access'],
  reads: ['namespaces'],
  rights: [
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
    const object = world.get('namespaces', undefined, namespace);
    if (object === undefined || field(object, 'metadata', 'labels', label) !== 'true') return;
    const what = `${namespace} is a namespace for administrators of devices.`;
    yield { id: impactId('device-data'), name: '', ...because(seen(world, object, at('/metadata', 'labels', label), what)) };
  },
};
