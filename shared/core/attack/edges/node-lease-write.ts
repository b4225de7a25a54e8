import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('coordination.k8s.io', ['leases'], { namespace: 'kube-node-lease' }, ['update', 'patch', 'delete']);

export const nodeLeaseWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'NODE_LEASE_WRITE',
  row: 'R46',
  title: 'Hides that a node is lost',
  severity: 'low',
  cost: 1,
  gives: 'Nodes that look alive when they are not, or lost when they are alive.',
  abuse: 'The Leases of kube-node-lease are the heartbeats of nodes.',
  detect: 'Audit events of update on leases of kube-node-lease by anybody but the node itself.',
  remove: 'Take update, patch and delete on leases of kube-node-lease away.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats'],
  reads: ['leases.coordination.k8s.io'],
  rights: [[right]],
  targets: world =>
    endByName(
      world,
      { id: 'impact:denial-of-service' },
      { right, list: 'leases.coordination.k8s.io', namespace: 'kube-node-lease' },
    ),
};
