import { changes, creates, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['pods/binding'], 'target', ['create']);

export const podBinding: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'POD_BINDING',
  row: 'R42',
  title: 'Chooses the node of waiting pods',
  severity: 'low',
  cost: 1,
  gives: 'Pods that wait for the scheduler, on a node of choice: past taints and affinity.',
  abuse: 'A Binding sets the node of a pod that has none yet, as the scheduler does.',
  detect: 'Audit events of create on pods/binding or bindings by anybody but schedulers.',
  remove: 'Take pods/binding and bindings out of the role.',
  mitigations: ['A pod that has a node already cannot be bound again.'],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/'],
  reads: ['pods'],
  rights: [[right, creates('', ['bindings'], 'target')]],
  targets: (world, namespace) => endByName(world, { id: 'impact:workload-steering' }, { right, list: 'pods', namespace }),
};
