import type { Need } from '#contract/coverage';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { RbacRef } from '#contract/rbac';
import type { Completeness } from '#core/evaluate/completeness';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isAggregated, settledRules } from '#kube/rbac/aggregation';
import { policyRules } from '#kube/rbac/policy-rule';
import { bindingSubjects, matchedBy } from '#kube/rbac/subjects';
import { roleRefOf } from '#kube/rbac-rules';
import { isBaseline } from './baseline.ts';
import { completenessOf } from './completeness-of.ts';
import type { Binding, BoundSubject, Policy, Role } from './policy.ts';
import { serverMinor } from './server-minor.ts';

const group = 'rbac.authorization.k8s.io';

/** The list in which objects of this kind stand. */
export const rbacList = {
  Role: { resource: 'roles', name: `roles.${group}`, namespaced: true },
  ClusterRole: { resource: 'clusterroles', name: `clusterroles.${group}`, namespaced: false },
  RoleBinding: { resource: 'rolebindings', name: `rolebindings.${group}`, namespaced: true },
  ClusterRoleBinding: { resource: 'clusterrolebindings', name: `clusterrolebindings.${group}`, namespaced: false },
} as const;

/** The right that would show what a list lacks; `namespace` '' for the list of the whole cluster. */
export const rbacNeed = (kind: RbacRef['kind'], namespace: string): Need => ({
  group,
  resource: rbacList[kind].resource,
  verb: 'list',
  ...(namespace !== '' && rbacList[kind].namespaced ? { namespace } : {}),
});

/** By kind, namespace and name, joined so that no two differ in spelling alone. */
export const refKey = ({ kind, namespace, name }: RbacRef): string => `${kind} ${namespace ?? ''} ${name}`;

const refOfObject = (kind: RbacRef['kind'], { metadata }: KubeObject): RbacRef => ({
  kind,
  namespace: rbacList[kind].namespaced ? (metadata.namespace ?? '') : null,
  name: metadata.name,
});

const byName = (left: KubeObject, right: KubeObject): number => {
  const [a, b] = [left.metadata, right.metadata];
  const [inA, inB] = [a.namespace ?? '', b.namespace ?? ''];
  if (inA !== inB) return inA < inB ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
};

const objectsOf = (index: SnapshotIndex, kind: RbacRef['kind']): readonly KubeObject[] =>
  index.list(rbacList[kind].name).toSorted(byName);

const roleOf = (kind: 'Role' | 'ClusterRole', object: KubeObject, minor: number | null): Role => ({
  ref: refOfObject(kind, object),
  rules: policyRules(object),
  baseline: isBaseline(object, minor),
  object,
});

const subjectsOf = (binding: KubeObject, namespace: string): readonly BoundSubject[] =>
  bindingSubjects(binding).flatMap(subject => {
    const matched = matchedBy(subject, namespace);
    return matched === null ? [] : [{ ...matched, index: subject.index }];
  });

const roleRefIn = (binding: KubeObject, namespace: string): RbacRef | null => {
  const { kind, name } = roleRefOf(binding);
  if (kind === 'ClusterRole') return { kind, namespace: null, name };
  return kind === 'Role' ? { kind, namespace, name } : null;
};

// A reference of an unknown kind: no role can be it, now or later.
const noRole: RbacRef = { kind: 'Role', namespace: null, name: '' };

const bindingOf = (
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  object: KubeObject,
  roleAt: ReadonlyMap<string, number>,
  minor: number | null,
): Binding => {
  const ref = refOfObject(kind, object);
  const namespace = ref.namespace ?? '';
  const roleRef = roleRefIn(object, namespace);
  return {
    ref,
    roleRef: roleRef ?? noRole,
    // A ClusterRoleBinding has no namespace in which its Role could be.
    role: roleRef === null || (roleRef.kind === 'Role' && namespace === '') ? -1 : (roleAt.get(refKey(roleRef)) ?? -1),
    subjects: subjectsOf(object, namespace),
    baseline: isBaseline(object, minor),
    object,
  };
};

const uniqueNeeds = (needs: readonly Need[]): readonly Need[] => {
  const byText = new Map(needs.map(need => [`${need.group} ${need.resource} ${need.verb} ${need.namespace ?? ''}`, need]));
  return [...byText.values()];
};

/** What was not read of one list; a list that is incomplete for another reason than a missing right is named all the same. */
const unreadNeeds = (completeness: Completeness, kind: RbacRef['kind'], namespace: string): readonly Need[] => {
  const resource: ResourceName = rbacList[kind].name;
  const scope = rbacList[kind].namespaced && namespace !== '' ? namespace : undefined;
  return uniqueNeeds(
    completeness
      .unread(resource, scope)
      .flatMap(unread => (unread.needs.length > 0 ? unread.needs : [rbacNeed(kind, unread.namespace ?? '')])),
  );
};

const once = <V>(make: () => V): (() => V) => {
  let made: { readonly value: V } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Kept by namespace: batches ask for the same few again and again. */
const kept = <V>(make: (namespace: string) => V): ((namespace: string) => V) => {
  const values = new Map<string, V>();
  return namespace => {
    const known = values.get(namespace);
    if (known !== undefined) return known;
    const made = make(namespace);
    values.set(namespace, made);
    return made;
  };
};

/** Files say what a role gathers, and only a cluster's controller fills it in: so it is done here. */
const gatheredRules = (index: SnapshotIndex, clusterRoles: readonly KubeObject[]): ReturnType<typeof settledRules> | undefined =>
  index.snapshot.meta.origin === 'manifests' && clusterRoles.some(isAggregated) ? settledRules(clusterRoles) : undefined;

/** All that RBAC decides by, out of one snapshot: roles and bindings sorted by kind, namespace and name. */
export const policyOf = (index: SnapshotIndex): Policy => {
  const completeness = completenessOf(index);
  const minor = serverMinor(index.snapshot.meta.serverVersion);
  const clusterRoles = objectsOf(index, 'ClusterRole');
  const gathered = gatheredRules(index, clusterRoles);
  const roles = [
    ...clusterRoles.map(object => {
      const role = roleOf('ClusterRole', object, minor);
      const rules = gathered?.get(object.metadata.name);
      return rules === undefined || !isAggregated(object) ? role : { ...role, rules };
    }),
    ...objectsOf(index, 'Role').map(object => roleOf('Role', object, minor)),
  ];
  const roleAt = new Map(roles.map((role, at) => [refKey(role.ref), at]));
  const bindings = [
    ...objectsOf(index, 'ClusterRoleBinding').map(object => bindingOf('ClusterRoleBinding', object, roleAt, minor)),
    ...objectsOf(index, 'RoleBinding').map(object => bindingOf('RoleBinding', object, roleAt, minor)),
  ];
  const unread = (kind: RbacRef['kind']) => kept(namespace => unreadNeeds(completeness, kind, namespace));
  const [clusterBindings, roleBindings] = [unread('ClusterRoleBinding'), unread('RoleBinding')];
  const rolesUnread = { ClusterRole: unread('ClusterRole'), Role: unread('Role') };
  return {
    roles,
    bindings,
    missing: kept(namespace =>
      namespace === '' ? clusterBindings('') : uniqueNeeds([...clusterBindings(''), ...roleBindings(namespace)]),
    ),
    missingAnywhere: once(() => uniqueNeeds([...clusterBindings(''), ...unreadNeeds(completeness, 'RoleBinding', '')])),
    mayExist: ({ kind, namespace }) =>
      (kind === 'ClusterRole' && rolesUnread.ClusterRole('').length > 0) ||
      (kind === 'Role' && namespace !== null && namespace !== '' && rolesUnread.Role(namespace).length > 0),
  };
};
