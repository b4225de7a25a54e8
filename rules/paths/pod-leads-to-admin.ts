import { defineRule } from '#kube/define-rule';
import { waysBy } from '#kube/ways-rule';

export const rule = defineRule({
  id: 'pod-leads-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'What a pod may do on its node leads to cluster admin.',
  why: 'A flaw in the program that runs there is enough to lose the cluster.',
  fix: 'Take away what the pod does not need, or move it to nodes where nothing of weight runs.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  ...waysBy('workload'),
});
