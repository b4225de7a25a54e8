import { defineRule } from '#kube/define-rule';
import { fixOfWay } from '#kube/way-fixes';
import { waysBy } from '#kube/ways-rule';

export const rule = defineRule({
  id: 'claimable-name-leads-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'A binding names a service account or role that does not exist, and whoever creates it becomes cluster admin.',
  why: 'Creating an object of that name is an everyday right; the binding waits for it.',
  fix: 'Delete the binding, or take the subject that does not exist out of it.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding'],
  ...waysBy('claim'),
  remediate: fixOfWay,
});
