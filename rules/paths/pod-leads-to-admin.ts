import { defineRule, finding, wholeCluster } from '#kube/define-rule';
import { attackCustomResources, attackResources } from '#kube/attack-resources';
import { claimOf, fixOf, whyOf } from '#kube/way-words';

export const rule = defineRule({
  id: 'pod-leads-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'What a pod may do on its node leads to cluster admin.',
  why: 'A flaw in the program that runs there is enough to lose the cluster.',
  fix: 'Take away what the pod does not need, or move it to nodes where nothing of weight runs.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: wholeCluster,
  needs: attackResources,
  needsIfServed: attackCustomResources,
  facts: ['credential', 'secret-key', 'aws-auth'],
  monotone: true,
  asksWays: true,
  evaluate: (_, view) =>
    view
      .waysToAdmin()
      .filter(way => way.by === 'workload')
      .map(way => finding(way.path, claimOf(way), { on: way.object, severity: way.severity, why: whyOf(way), fix: fixOf(way) })),
});
