import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { field } from '#kube/json-fields';
import type { Access } from '#kube/rbac-rules';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allows, isBootstrapped } from '#kube/rbac-rules';
import { policyRules } from '#kube/rbac/policy-rule';
import { enumerate, nameOf } from '#kube/sentence';

const rbac = 'rbac.authorization.k8s.io';

const escalations: readonly (Access & { readonly words: string })[] = [
  { verb: 'escalate', group: rbac, resource: 'clusterroles', words: 'put any right into cluster roles' },
  { verb: 'escalate', group: rbac, resource: 'roles', words: 'put any right into roles' },
  { verb: 'bind', group: rbac, resource: 'clusterroles', words: 'bind any cluster role' },
  { verb: 'bind', group: rbac, resource: 'roles', words: 'bind any role' },
  { verb: 'impersonate', group: '', resource: 'users', words: 'act as any user' },
  { verb: 'impersonate', group: '', resource: 'groups', words: 'act as any group' },
  { verb: 'impersonate', group: '', resource: 'serviceaccounts', words: 'act as any service account' },
];

const wordsOf = (policy: PolicyRule): readonly string[] =>
  policy.resources.includes('*') ? [] : escalations.filter(access => allows(policy, access)).map(access => access.words);

export const rule = defineRule({
  id: 'escalation-verbs-role',
  pack: 'rbac',
  severity: 'high',
  since: '0.1',
  what: 'A role holds a right that makes any other right: escalate, bind or impersonate.',
  why: 'Its holder gives itself cluster-admin, or acts as somebody who has it, in one request.',
  fix: 'Remove the verb, or restrict it with resourceNames to the roles or users that are meant.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  appliesTo: objectsOf(
    ['clusterroles.rbac.authorization.k8s.io', 'roles.rbac.authorization.k8s.io'],
    ({ object }) => !isBootstrapped(object) && field(object, 'aggregationRule') === undefined,
  ),
  evaluate: ({ object }) =>
    policyRules(object).flatMap(policy => {
      const words = wordsOf(policy);
      return words.length === 0
        ? []
        : [
            finding(`${policy.path}/verbs`, `${nameOf(object)} lets its holders ${enumerate(words)}.`, {
              evidence: [policy.path],
            }),
          ];
    }),
});
