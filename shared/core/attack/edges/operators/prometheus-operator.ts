import { runnerEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const prometheusOperator: RightsEdge = runnerEdge(
  {
    id: 'PROMETHEUS_OPERATOR',
    title: 'Runs pods by a Prometheus object',
    severity: 'high',
    cost: 1,
    gives: 'Pods of choice in the namespace, as any of its accounts, without a right on pods.',
    abuse: 'A Prometheus, Alertmanager or ThanosRuler may add containers and volumes and names the account that they run as.',
    detect: 'Such objects with spec.containers or with accounts that are not theirs.',
    remove: 'Take writes to these kinds away from whoever may not run pods.',
    mitigations: ['Pod Security judges the pods that come out.'],
    references: ['https://prometheus-operator.dev/docs/api-reference/api/'],
  },
  {
    program: { name: 'prometheus-operator', images: ['prometheus-operator'] },
    scope: 'namespace',
    group: 'monitoring.coreos.com',
    resources: ['prometheuses', 'prometheusagents', 'alertmanagers', 'thanosrulers'],
  },
);
