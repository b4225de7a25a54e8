import { defineRule, finding, wholeCluster } from '#kube/define-rule';
import { attackCustomResources, attackResources } from '#kube/attack-resources';
import { fixOfWay } from '#kube/way-fixes';
import { claimOf, fixOf, whyOf } from '#kube/way-words';

export const rule = defineRule({
  id: 'claimable-name-leads-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'A binding names a service account or role that does not exist, and whoever creates it becomes cluster admin.',
  why: 'Creating an object of that name is an everyday right; the binding waits for it.',
  fix: 'Delete the binding, or take the subject that does not exist out of it.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding'],
  appliesTo: wholeCluster,
  needs: attackResources,
  needsIfServed: attackCustomResources,
  facts: ['credential', 'secret-key', 'aws-auth'],
  monotone: true,
  asksWays: true,
  evaluate: (_, view) =>
    view
      .waysToAdmin()
      .filter(way => way.by === 'claim')
      .map(way => finding(way.path, claimOf(way), { on: way.object, severity: way.severity, why: whyOf(way), fix: fixOf(way) })),
  remediate: fixOfWay,
});
