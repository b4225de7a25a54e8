import type { Need } from '#contract/coverage';
import type { Access } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { mastersGroup } from '#kube/rbac/user-names';
import { uniqueNeeds, unreadRole } from './grants.ts';
import type { Binding, Decision, GrantIndex, Policy, Requester } from './policy.ts';
import { createRoleClasses, type RoleClasses } from './role-classes.ts';
import { type Bound, createSubjectIndex, type SubjectIndex } from './subject-index.ts';

/** One rule that a requester holds, through one binding. */
export interface HeldRule {
  readonly grant: GrantIndex;
  readonly rule: PolicyRule;
}

/** RBAC over one policy, as the API server decides, but with every grant and with what was not read. */
export interface Authorizer {
  readonly policy: Policy;
  readonly subjects: SubjectIndex;
  readonly classes: RoleClasses;
  /** Bindings whose role is not there, or was not read. */
  readonly withoutRole: readonly Binding[];
  decide(requester: Requester, access: Access): Decision;
  /** Bindings that count for a request in this namespace ('' for a cluster-wide one), each once, in the policy's order. */
  bindingsOf(requester: Requester, namespace: string): readonly Bound[];
  /** All rules that the requester holds there; what escalation checks compare with. */
  rulesOf(requester: Requester, namespace: string): readonly HeldRule[];
  /** Bindings of the requester whose role was not read, so that it may grant anything: the lists that would tell. */
  unreadRoles(requester: Requester, namespace: string): readonly Need[];
}

const nobody: readonly Bound[] = [];

const gather = (subjects: SubjectIndex, requester: Requester, namespace: string): readonly Bound[] => {
  const lists: (readonly Bound[])[] = [];
  const add = (key: string): void => {
    const everywhere = subjects.cluster.get(key);
    if (everywhere !== undefined) lists.push(everywhere);
    const here = namespace === '' ? undefined : subjects.namespaces.get(namespace)?.get(key);
    if (here !== undefined) lists.push(here);
  };
  add(subjects.userKey(requester.user));
  for (const group of requester.groups) add(subjects.groupKey(group));
  if (lists.length < 2) return lists[0] ?? nobody;
  return merged(lists);
};

/** A binding may name a requester by several subjects: the first of them counts, as on the API server. */
const merged = (lists: readonly (readonly Bound[])[]): readonly Bound[] => {
  const all = lists.flat().sort((left, right) => left.binding - right.binding || left.subject - right.subject);
  return all.filter((bound, at) => bound.binding !== all[at - 1]?.binding);
};

export const createAuthorizer = (policy: Policy): Authorizer => {
  const { bindings } = policy;
  const subjects = createSubjectIndex(bindings);
  const classes = createRoleClasses(policy.roles);
  // Made now, so that the first question is as quick as the next.
  subjects.ranking();
  subjects.columns();
  const roleOf = (bound: Bound): number => bindings[bound.binding]?.role ?? -1;

  const bindingsOf = (requester: Requester, namespace: string): readonly Bound[] => gather(subjects, requester, namespace);

  const grantsOf = (bounds: readonly Bound[], access: Access): readonly GrantIndex[] => {
    const grants: GrantIndex[] = [];
    const matched = classes.matcher(access);
    for (const bound of bounds) {
      const role = roleOf(bound);
      if (role < 0) continue;
      for (const rule of matched(role)) grants.push({ binding: bound.binding, rule, subject: bound.subject });
    }
    return grants;
  };

  const unreadOf = (bounds: readonly Bound[]): readonly Need[] =>
    uniqueNeeds(
      bounds.flatMap(({ binding }) => {
        const bound = bindings[binding];
        return bound === undefined ? [] : (unreadRole(policy, bound) ?? []);
      }),
    );

  return {
    policy,
    subjects,
    classes,
    withoutRole: bindings.filter(({ role }) => role < 0),
    bindingsOf,
    decide: (requester, access) => {
      // A URL has no namespace, so no RoleBinding counts for it.
      const namespace = isResourceAccess(access) ? access.namespace : '';
      const bounds = bindingsOf(requester, namespace);
      const grants = grantsOf(bounds, access);
      const authorizer = requester.groups.includes(mastersGroup) ? mastersGroup : null;
      if (grants.length > 0 || authorizer !== null) return { allowed: true, grants, authorizer };
      const needs = [...policy.missing(namespace), ...unreadOf(bounds)];
      return needs.length > 0 ? { allowed: null, needs } : { allowed: false };
    },
    rulesOf: (requester, namespace) =>
      bindingsOf(requester, namespace).flatMap(({ binding, subject }) =>
        (policy.roles[bindings[binding]?.role ?? -1]?.rules ?? []).map((rule, at) => ({
          grant: { binding, rule: at, subject },
          rule,
        })),
      ),
    unreadRoles: (requester, namespace) => unreadOf(bindingsOf(requester, namespace)),
  };
};
