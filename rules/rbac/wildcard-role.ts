import type { Severity } from '#contract/finding';
import type { KubeObject } from '#contract/kube';
import { builtinGroups } from '#kube/builtin-resources';
import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { field } from '#kube/json-fields';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allowsEverything, isBootstrapped } from '#kube/rbac-rules';
import { policyRules } from '#kube/rbac/policy-rule';
import { enumerate, nameOf } from '#kube/sentence';

const changes = (rule: PolicyRule): boolean => rule.verbs.some(verb => !['get', 'list', 'watch'].includes(verb));
const reachesCore = (rule: PolicyRule): boolean =>
  rule.apiGroups.some(group => group === '*' || group === '' || group === 'rbac.authorization.k8s.io');

/** An operator may do everything to its own kinds: that is what it is for. */
const isForeign = (rule: PolicyRule): boolean => rule.apiGroups.some(group => group === '*' || builtinGroups.has(group));

const isBroad = (rule: PolicyRule): boolean =>
  rule.resourceNames.length === 0 &&
  isForeign(rule) &&
  (rule.resources.includes('*') || (rule.verbs.includes('*') && reachesCore(rule)));

const severityOf = (rule: PolicyRule): Severity => {
  if (allowsEverything(rule)) return 'high';
  if (!rule.resources.includes('*')) return 'medium';
  if (changes(rule)) return reachesCore(rule) ? 'high' : 'low';
  // Read-only, Secrets are what hurts.
  if (rule.apiGroups.some(group => group === '*' || group === '')) return 'medium';
  return 'low';
};

const verbsOf = (rule: PolicyRule): string => (rule.verbs.includes('*') ? 'every verb' : enumerate(rule.verbs));
const whatOf = (rule: PolicyRule): string => (rule.resources.includes('*') ? 'all resources' : enumerate(rule.resources));
const groupsOf = (rule: PolicyRule): string =>
  rule.apiGroups.includes('*')
    ? 'every API group'
    : rule.apiGroups.length === 1 && rule.apiGroups[0] === ''
      ? 'the core API group'
      : `API group${rule.apiGroups.length === 1 ? '' : 's'} ${enumerate(rule.apiGroups.map(group => (group === '' ? 'core' : group)))}`;

const likeAdmin = (role: KubeObject, rule: PolicyRule): string => {
  if (!allowsEverything(rule)) return '';
  return role.kind === 'Role' ? ': its holders are administrators of its namespace' : ': it is cluster-admin under another name';
};

export const rule = defineRule({
  id: 'wildcard-role',
  pack: 'rbac',
  severity: 'medium',
  since: '0.1',
  what: 'A role allows every resource, or every verb, by a wildcard.',
  why: 'A wildcard covers what nobody thought of: Secrets, pods/exec, and every resource that is installed later.',
  fix: 'List the resources and verbs that are used instead of the wildcard.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: objectsOf(
    ['clusterroles.rbac.authorization.k8s.io', 'roles.rbac.authorization.k8s.io'],
    // An aggregated role holds what its parts hold: those are judged.
    ({ object }) => !isBootstrapped(object) && field(object, 'aggregationRule') === undefined,
  ),
  evaluate: ({ object }) =>
    policyRules(object)
      .filter(isBroad)
      .map(policy =>
        finding(
          `${policy.path}/${policy.resources.includes('*') ? 'resources' : 'verbs'}`,
          `${nameOf(object)} allows ${verbsOf(policy)} on ${whatOf(policy)} of ${groupsOf(policy)}${likeAdmin(object, policy)}.`,
          {
            severity: severityOf(policy),
            evidence: [policy.path],
          },
        ),
      ),
});
