import type { KubeObject } from '#contract/kube';
import type { RbacRef } from '#contract/rbac';
import { uncovered } from '#kube/rbac/covers';
import { policyRules } from '#kube/rbac/policy-rule';
import { mastersGroup } from '#kube/rbac/user-names';
import { roleRefOf } from '#kube/rbac-rules';
import type { Authorizer } from '../authorizer.ts';
import { requesterOfKey } from '../requester-of-key.ts';
import type { Requester } from '../policy.ts';
import { rbacList } from '../policy-of.ts';
import { subjectText } from '../identity.ts';
import { subjectOfKey } from '../subject-index.ts';

const group = 'rbac.authorization.k8s.io';

type RoleKind = 'Role' | 'ClusterRole';
type Kind = RbacRef['kind'];

const kinds: ReadonlySet<string> = new Set(Object.keys(rbacList));
const isRbacKind = (kind: string): kind is Kind => kinds.has(kind);

const may = (authorizer: Authorizer, requester: Requester, verb: string, kind: Kind, namespace: string, name: string): boolean =>
  authorizer.decide(requester, { verb, group, resource: rbacList[kind].resource, subresource: '', namespace, name }).allowed ===
  true;

const coversRules = (authorizer: Authorizer, requester: Requester, role: KubeObject, namespace: string): boolean =>
  requester.groups.includes(mastersGroup) ||
  uncovered(
    authorizer.rulesOf(requester, namespace).map(({ rule }) => rule),
    policyRules(role),
  ).length === 0;

/** Whether the server would take this role from this requester, as a new object: the request then carries no name. */
export const mayCreateRole = (authorizer: Authorizer, requester: Requester, role: KubeObject): boolean => {
  const kind: RoleKind = role.kind === 'Role' ? 'Role' : 'ClusterRole';
  const namespace = kind === 'Role' ? (role.metadata.namespace ?? '') : '';
  return (
    may(authorizer, requester, 'create', kind, namespace, '') &&
    (may(authorizer, requester, 'escalate', kind, namespace, '') || coversRules(authorizer, requester, role, namespace))
  );
};

/** Whether the server would take this binding to the given role. */
export const mayCreateBinding = (
  authorizer: Authorizer,
  requester: Requester,
  binding: KubeObject,
  role: KubeObject,
): boolean => {
  const kind = binding.kind === 'RoleBinding' ? 'RoleBinding' : 'ClusterRoleBinding';
  const namespace = kind === 'RoleBinding' ? (binding.metadata.namespace ?? '') : '';
  const roleKind: RoleKind = role.kind === 'Role' ? 'Role' : 'ClusterRole';
  return (
    may(authorizer, requester, 'create', kind, namespace, '') &&
    (may(authorizer, requester, 'bind', roleKind, namespace, role.metadata.name) ||
      coversRules(authorizer, requester, role, namespace))
  );
};

/** Subjects that may create all of these roles and bindings, one after the other, sorted; members of groups count by their group. */
export const grantorsOf = (authorizer: Authorizer, objects: readonly KubeObject[]): readonly string[] => {
  const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  const roleOf = (binding: KubeObject): KubeObject | undefined => {
    const { kind, name } = roleRefOf(binding);
    return roles.find(
      role =>
        role.kind === kind &&
        role.metadata.name === name &&
        (kind === 'ClusterRole' || role.metadata.namespace === binding.metadata.namespace),
    );
  };
  const allowed = (requester: Requester): boolean =>
    objects.every(object => {
      if (!isRbacKind(object.kind)) return true;
      if (object.kind === 'Role' || object.kind === 'ClusterRole') return mayCreateRole(authorizer, requester, object);
      const role = roleOf(object);
      return role !== undefined && mayCreateBinding(authorizer, requester, object, role);
    });
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace ?? ''));
  const keys = new Set(authorizer.subjects.cluster.keys());
  for (const namespace of namespaces)
    for (const key of authorizer.subjects.namespaces.get(namespace)?.keys() ?? []) keys.add(key);
  keys.add(authorizer.subjects.groupKey(mastersGroup));
  return [...keys]
    .filter(key => allowed(requesterOfKey(key)))
    .map(key => subjectText(subjectOfKey(key)))
    .sort();
};
