import type { KubeObject } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import { roleRefOf } from '#kube/rbac-rules';
import { bindingSubjects, type RoleSubject } from '#kube/rbac/subjects';
import { builtinType, groupOf, named, outside, present } from './related.ts';
import type { RelationReader, Scope } from './relation-reader.ts';

const roleBindings = 'rolebindings.rbac.authorization.k8s.io';
const clusterRoleBindings = 'clusterrolebindings.rbac.authorization.k8s.io';
const roles = 'roles.rbac.authorization.k8s.io';
const clusterRoles = 'clusterroles.rbac.authorization.k8s.io';

const accountPrefix = 'system:serviceaccount:';

/** A user may be the long name of a service account. */
const subjectOf = (reader: RelationReader, binding: KubeObject, subject: RoleSubject): Related => {
  if (subject.kind === 'ServiceAccount') {
    const namespace = subject.namespace ?? binding.metadata.namespace;
    return named(reader, { type: builtinType('serviceaccounts'), namespace, name: subject.name });
  }
  if (subject.kind === 'User' && subject.name.startsWith(accountPrefix)) {
    const [namespace, name] = subject.name.slice(accountPrefix.length).split(':');
    if (namespace !== undefined && name !== undefined)
      return named(reader, { type: builtinType('serviceaccounts'), namespace, name, how: `as user ${subject.name}` });
  }
  return outside(subject.kind, subject.name);
};

/** The role whose rights a binding gives. */
export const grants = (binding: KubeObject, reader: RelationReader): RelationGroup => {
  const { kind, name } = roleRefOf(binding);
  const type = kind === 'Role' ? builtinType(roles) : builtinType(clusterRoles);
  return groupOf(reader, 'grants', name === '' ? [] : [named(reader, { type, namespace: binding.metadata.namespace, name })]);
};

export const grantedTo = (binding: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'grantedTo',
    bindingSubjects(binding).map(subject => subjectOf(reader, binding, subject)),
  );

/** Bindings that give a Role's or ClusterRole's rights to somebody. */
export const bindingsOfRole = (role: KubeObject, reader: RelationReader): RelationGroup => {
  const isClusterRole = role.kind === 'ClusterRole';
  const scopes: readonly Scope[] = isClusterRole
    ? [{ resource: clusterRoleBindings }, { resource: roleBindings }]
    : [{ resource: roleBindings, namespace: role.metadata.namespace }];
  const items = scopes
    .flatMap(({ resource, namespace }) => reader.list(resource, namespace))
    .filter(binding => {
      const ref = roleRefOf(binding);
      return ref.kind === role.kind && ref.name === role.metadata.name;
    })
    .map(binding => present(reader, binding));
  return groupOf(reader, 'boundBy', items, scopes);
};

/** How a binding takes in an account: by its name, or by a group that it is in. */
const howBound = (subject: RoleSubject, binding: KubeObject, name: string, namespace: string): string | undefined => {
  if (subject.kind === 'ServiceAccount')
    return subject.name === name && (subject.namespace ?? binding.metadata.namespace) === namespace ? 'by name' : undefined;
  if (subject.kind === 'User') return subject.name === `${accountPrefix}${namespace}:${name}` ? 'by user name' : undefined;
  const groups = ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return subject.kind === 'Group' && groups.includes(subject.name) ? `by group ${subject.name}` : undefined;
};

/** Bindings of any namespace that give rights to a service account. */
export const bindingsOfAccount = (account: KubeObject, reader: RelationReader): RelationGroup => {
  const { name, namespace = '' } = account.metadata;
  const scopes: readonly Scope[] = [{ resource: clusterRoleBindings }, { resource: roleBindings }];
  const items = scopes
    .flatMap(({ resource }) => reader.list(resource))
    .flatMap(binding =>
      bindingSubjects(binding).flatMap(subject => {
        const how = howBound(subject, binding, name, namespace);
        return how === undefined ? [] : [present(reader, binding, `${how}, grants ${roleRefOf(binding).name}`)];
      }),
    );
  return groupOf(reader, 'boundBy', items, scopes);
};
