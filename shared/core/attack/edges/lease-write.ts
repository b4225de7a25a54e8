import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('coordination.k8s.io', ['leases'], { namespace: 'kube-system' });

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
  reads: ['leases.coordination.k8s.io'],
  rights: [[right]],
  targets: world =>
    endByName(
      world,
      { id: 'impact:controllers-stopped' },
      { right, list: 'leases.coordination.k8s.io', namespace: 'kube-system' },
    ),
};
