import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

export const draDriverStatus: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'DRA_DRIVER_STATUS',
  row: 'R49',
  title: 'Writes the status of others’ devices as their driver',
  severity: 'medium',
  cost: 2,
  since: 36,
  gives: 'The status of claims on any node, as its driver would write it: addresses and data that pods and networks go by.',
  abuse:
    'Drivers write the status of ResourceClaims by verbs on resourceclaims/driver: with arbitrary-node for every node, with associated-node for their own.',
  detect: 'Audit events of update and patch on resourceclaims/status by anybody but drivers.',
  remove: 'Give drivers the verbs with associated-node only.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/'],
  reads: ['deviceclasses.resource.k8s.io'],
  rights: [
    [
      {
        verbs: ['arbitrary-node:update', 'arbitrary-node:patch'],
        group: 'resource.k8s.io',
        resources: ['resourceclaims/driver'],
        where: 'target',
        name: 'some',
      },
    ],
    [
      {
        verbs: ['update', 'patch'],
        group: 'resource.k8s.io',
        resources: ['resourceclaims/status'],
        where: 'target',
        name: 'none',
      },
    ],
  ],
  *targets(world) {
    const [device] = world.list('deviceclasses.resource.k8s.io');
    if (device === undefined) return;
    const what = `The cluster offers devices of class ${device.metadata.name}.`;
    yield { id: impactId('device-data'), name: '', ...because(seen(world, device, '', what)) };
  },
};
