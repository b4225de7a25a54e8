import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

export const leaseWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'LEASE_WRITE',
  row: 'R46',
  title: 'Stops the controllers of the cluster',
  severity: 'medium',
  cost: 1,
  gives: 'A cluster in which nothing is scheduled, replaced or repaired.',
  abuse:
    'Schedulers and controllers work only while they hold a Lease in kube-system: who writes it as another’s keeps them waiting.',
  detect: 'Leases of kube-system with a holder that is no controller.',
  remove: 'Take update and patch on leases of kube-system away.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/architecture/leases/', 'https://attack.mitre.org/techniques/T1499/'],
  rights: [
    [
      {
        verbs: ['update', 'patch'],
        group: 'coordination.k8s.io',
        resources: ['leases'],
        where: { namespace: 'kube-system' },
        name: 'some',
      },
    ],
  ],
  targets: only('impact:controllers-stopped'),
};
