import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { field } from '#kube/json-fields';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allows, isBootstrapped } from '#kube/rbac-rules';
import { policyRules } from '#kube/rbac/policy-rule';
import { enumerate, nameOf } from '#kube/sentence';

const readVerbs = ['get', 'list', 'watch'] as const;

/** A wildcard over all resources is another rule's finding. */
const verbsOnSecrets = (policy: PolicyRule): readonly string[] =>
  policy.resources.includes('*') ? [] : readVerbs.filter(verb => allows(policy, { verb, group: '', resource: 'secrets' }));

export const rule = defineRule({
  id: 'secrets-readable-role',
  pack: 'rbac',
  severity: 'medium',
  since: '0.1',
  what: 'A role may read Secrets, whatever their name.',
  why: 'Secrets hold the credentials of everything else, tokens of stronger service accounts among them; list and watch return the values too.',
  fix: 'Name the Secrets in resourceNames with the verb get, in a Role of the namespace that holds them.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: objectsOf(
    ['clusterroles.rbac.authorization.k8s.io', 'roles.rbac.authorization.k8s.io'],
    ({ object }) => !isBootstrapped(object) && field(object, 'aggregationRule') === undefined,
  ),
  evaluate: ({ object }) =>
    policyRules(object).flatMap(policy => {
      const verbs = verbsOnSecrets(policy);
      if (verbs.length === 0) return [];
      const reach = object.kind === 'Role' ? 'of its namespace' : 'wherever it is bound';
      return [
        finding(
          policy.path,
          `${nameOf(object)} lets its holders ${enumerate(verbs)} every Secret ${reach}.`,
          object.kind === 'Role' ? { severity: 'low' } : {},
        ),
      ];
    }),
});
