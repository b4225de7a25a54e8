import type { KubeObject } from '#contract/kube';
import type { ResourceAccess } from '#contract/rbac';
import { textAt } from './json-fields.ts';
import type { PolicyRule } from './rbac/policy-rule.ts';
import { allowsForSomeName, compileRule } from './rbac/rule-matching.ts';

/** What a rule may give, wherever and whatever the name. */
export interface Access {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

const anywhere = ({ verb, group, resource, subresource = '' }: Access): ResourceAccess => ({
  verb,
  group,
  resource,
  subresource,
  namespace: '',
  name: '',
});

/** Whether the rule allows the access to at least one name. */
export const allowsSome = (rule: PolicyRule, access: Access): boolean => allowsForSomeName(compileRule(rule), anywhere(access));

/** Whether the rule allows the access to every name (a rule with resourceNames does not). */
export const allows = (rule: PolicyRule, access: Access): boolean => rule.resourceNames.length === 0 && allowsSome(rule, access);

/** All verbs on all resources of all groups: cluster-admin's right, whatever it is called. */
export const allowsEverything = (rule: PolicyRule): boolean =>
  rule.resourceNames.length === 0 && rule.verbs.includes('*') && rule.apiGroups.includes('*') && rule.resources.includes('*');

export const roleRefOf = (binding: KubeObject): { readonly kind: string; readonly name: string } => ({
  kind: textAt(binding, 'roleRef', 'kind') ?? '',
  name: textAt(binding, 'roleRef', 'name') ?? '',
});

/** Roles and bindings that say of themselves that the API server makes and restores them. */
export const isBootstrapped = (object: KubeObject): boolean =>
  textAt(object, 'metadata', 'labels', 'kubernetes.io/bootstrapping') === 'rbac-defaults';
