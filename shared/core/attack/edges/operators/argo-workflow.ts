import { runnerEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const argoWorkflow: RightsEdge = runnerEdge(
  {
    id: 'ARGO_WORKFLOW',
    title: 'Runs pods by a workflow',
    severity: 'high',
    cost: 1,
    gives: 'Pods of choice in the namespace, as any of its accounts, without a right on pods.',
    abuse: 'A Workflow holds containers, volumes and the account that they run as.',
    detect: 'Workflows that name accounts other than those for workflows.',
    remove: 'Take writes to workflows away from whoever may not run pods, and keep strong accounts out of the namespace.',
    mitigations: [
      'Workflow restrictions (templateReferencing: Strict) let only submitted templates run; they stand in the controller’s ConfigMap.',
    ],
    references: ['https://argo-workflows.readthedocs.io/en/latest/security/'],
  },
  {
    program: { name: 'workflow-controller', images: ['workflow-controller'] },
    scope: 'namespace',
    group: 'argoproj.io',
    resources: ['workflows', 'cronworkflows'],
  },
);
