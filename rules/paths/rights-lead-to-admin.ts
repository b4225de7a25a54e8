import { defineRule, finding, wholeCluster } from '#kube/define-rule';
import { attackCustomResources, attackResources } from '#kube/attack-resources';
import { fixOfWay } from '#kube/way-fixes';
import { claimOf, fixOf, whyOf } from '#kube/way-words';

export const rule = defineRule({
  id: 'rights-lead-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'A right that a role or binding gives lets its holder become cluster admin in a few steps.',
  why: 'Whoever takes over one of its holders has the whole cluster soon after.',
  fix: 'Take the right away, or narrow it by resourceNames or to a namespace that holds nothing of weight.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  appliesTo: wholeCluster,
  needs: attackResources,
  needsIfServed: attackCustomResources,
  facts: ['credential', 'secret-key', 'aws-auth'],
  monotone: true,
  asksWays: true,
  evaluate: (_, view) =>
    view
      .waysToAdmin()
      .filter(way => way.by === 'rights')
      .map(way => finding(way.path, claimOf(way), { on: way.object, severity: way.severity, why: whyOf(way), fix: fixOf(way) })),
  remediate: fixOfWay,
});
