import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['nodes', 'nodes/status'], 'cluster');

export const nodeStatus: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'NODE_STATUS',
  row: 'R41',
  title: 'Changes what nodes are said to be',
  severity: 'medium',
  cost: 1,
  gives: 'New pods on nodes of choice, and no pods on others.',
  abuse: 'Labels and taints steer the scheduler; conditions and capacity in the status make a node look full, empty or lost.',
  detect: 'Audit events of patch on nodes or nodes/status by anybody but kubelets and administrators.',
  remove: 'Take update and patch on nodes and nodes/status away.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/reference/labels-annotations-taints/', 'https://attack.mitre.org/techniques/T1499/'],
  reads: ['nodes'],
  rights: [[right]],
  targets: world => endByName(world, { id: 'impact:workload-steering' }, { right, list: 'nodes', namespace: '' }),
};
