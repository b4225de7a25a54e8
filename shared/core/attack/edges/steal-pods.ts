import { changes, endByName } from '../cluster/rights.ts';
import type { Right, RightsEdge } from '../edge.ts';

const removesPods: readonly Right[] = [
  { verbs: ['delete', 'deletecollection'], group: '', resources: ['pods'], where: 'cluster', name: 'none' },
  { verbs: ['create'], group: '', resources: ['pods/eviction'], where: 'cluster', name: 'none' },
];

const right = changes('', ['nodes', 'nodes/status'], 'cluster');

export const stealPods: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'STEAL_PODS',
  row: 'R41',
  title: 'Drives pods to a node of choice',
  severity: 'medium',
  cost: 3,
  gives: 'Pods of others on a node that the attacker has already, and their accounts with them.',
  abuse:
    'Labels, taints and capacity of nodes decide where pods go. Whoever may change them and remove pods makes the pods come back elsewhere.',
  detect:
    'Audit events of patch on nodes or nodes/status by anybody but kubelets and administrators, followed by deletions of pods.',
  remove: 'Take update and patch on nodes and nodes/status away, or the right to remove pods of others.',
  mitigations: [
    'NodeRestriction keeps kubelets from labels with the prefix node-restriction.kubernetes.io; others are not held by it.',
  ],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-isolation-restriction'],
  reads: ['nodes'],
  rights: [[right], removesPods],
  targets: world => endByName(world, { id: 'impact:workload-steering' }, { right, list: 'nodes', namespace: '' }),
};
