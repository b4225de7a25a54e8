import type { KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import { isJsonObject } from '#contract/json';
import { listAt, textAt, textsAt } from './json-fields.ts';
import { at } from './pointer.ts';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly path: Pointer;
}

export const policyRules = (role: KubeObject): readonly PolicyRule[] =>
  listAt(role, 'rules').map((rule, index) => ({
    verbs: textsAt(rule, 'verbs'),
    apiGroups: textsAt(rule, 'apiGroups'),
    resources: textsAt(rule, 'resources'),
    resourceNames: textsAt(rule, 'resourceNames'),
    nonResourceURLs: textsAt(rule, 'nonResourceURLs'),
    path: at('', 'rules', index),
  }));

export interface Access {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

/** As the RBAC authorizer matches: `*`, `resource/sub`, and the subresource wildcard of any resource, `*` + `/sub`. */
const resourceMatches = (rule: PolicyRule, access: Access): boolean => {
  const full = access.subresource === undefined ? access.resource : `${access.resource}/${access.subresource}`;
  return rule.resources.some(
    entry => entry === '*' || entry === full || (access.subresource !== undefined && entry === `*/${access.subresource}`),
  );
};

const listMatches = (entries: readonly string[], wanted: string): boolean => entries.includes('*') || entries.includes(wanted);

/** Whether the rule allows the access to every name (a rule with resourceNames does not). */
export const allows = (rule: PolicyRule, access: Access): boolean => rule.resourceNames.length === 0 && allowsSome(rule, access);

/** Whether the rule allows the access to at least one name. */
export const allowsSome = (rule: PolicyRule, access: Access): boolean =>
  listMatches(rule.verbs, access.verb) && listMatches(rule.apiGroups, access.group) && resourceMatches(rule, access);

/** All verbs on all resources of all groups: cluster-admin's right, whatever it is called. */
export const allowsEverything = (rule: PolicyRule): boolean =>
  rule.resourceNames.length === 0 && rule.verbs.includes('*') && rule.apiGroups.includes('*') && rule.resources.includes('*');

export interface RoleSubject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly path: Pointer;
}

export const bindingSubjects = (binding: KubeObject): readonly RoleSubject[] =>
  listAt(binding, 'subjects').flatMap((subject, index) =>
    isJsonObject(subject)
      ? [
          {
            kind: textAt(subject, 'kind') ?? '',
            name: textAt(subject, 'name') ?? '',
            namespace: textAt(subject, 'namespace'),
            path: at('', 'subjects', index),
          },
        ]
      : [],
  );

export const roleRefOf = (binding: KubeObject): { readonly kind: string; readonly name: string } => ({
  kind: textAt(binding, 'roleRef', 'kind') ?? '',
  name: textAt(binding, 'roleRef', 'name') ?? '',
});

/** Roles and bindings that the API server makes and restores by itself. */
export const isBootstrapped = (object: KubeObject): boolean =>
  textAt(object, 'metadata', 'labels', 'kubernetes.io/bootstrapping') === 'rbac-defaults';
