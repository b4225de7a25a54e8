import { operatorEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { because } from '#core/attack/reached';
import { adminId } from '#core/attack/world';

export const kyvernoPolicy: RightsEdge = operatorEdge(
  {
    id: 'KYVERNO_POLICY',
    title: 'Changes every object by a policy of Kyverno',
    severity: 'critical',
    cost: 2,
    gives: 'Pods of any namespace with containers of one’s own, those of the strongest accounts among them.',
    abuse: 'A ClusterPolicy may change the objects of others’ requests as they are written.',
    detect: 'Audit events of writes to clusterpolicies.',
    remove: 'Take writes to clusterpolicies away.',
    mitigations: ['Kyverno leaves namespaces out that its webhooks do not select.'],
    references: ['https://kyverno.io/docs/policy-types/cluster-policy/mutate/'],
  },
  {
    program: { name: 'Kyverno', images: ['kyverno'] },
    scope: 'cluster',
    group: 'kyverno.io',
    resources: ['clusterpolicies'],
  },
  'admin',
  (_, __, { evidence }) => [{ id: adminId, name: '', ...because(evidence) }],
);
