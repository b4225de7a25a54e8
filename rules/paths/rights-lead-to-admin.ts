import { defineRule } from '#kube/define-rule';
import { fixOfWay } from '#kube/way-fixes';
import { waysBy } from '#kube/ways-rule';

export const rule = defineRule({
  id: 'rights-lead-to-admin',
  pack: 'paths',
  severity: 'high',
  since: '0.3',
  what: 'A right that a role or binding gives lets its holder become cluster admin in a few steps.',
  why: 'Whoever takes over one of its holders has the whole cluster soon after.',
  fix: 'Take the right away, or narrow it by resourceNames or to a namespace that holds nothing of weight.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  ...waysBy('rights'),
  remediate: fixOfWay,
});
