import type { AttackChange } from '#contract/attack';
import type { RbacRef } from '#contract/rbac';
import type { Policy } from '#core/rbac/policy';
import { subjectNodeId } from '../graph/grant-table.ts';
import { partsOf } from '#kube/pointer';

const kinds: Readonly<Record<string, RbacRef['kind']>> = {
  roles: 'Role',
  clusterroles: 'ClusterRole',
  rolebindings: 'RoleBinding',
  clusterrolebindings: 'ClusterRoleBinding',
};

const refOfKey = (key: string): RbacRef | undefined => {
  const [group, resource = '', namespace = '', ...name] = key.split('/');
  const kind = group === 'rbac.authorization.k8s.io' && Object.hasOwn(kinds, resource) ? kinds[resource] : undefined;
  return kind === undefined ? undefined : { kind, namespace: namespace === '_cluster' ? null : namespace, name: name.join('/') };
};

const subjectAt = (policy: Policy, ref: RbacRef, index: number): string | undefined => {
  const binding = policy.bindings.find(
    one => one.ref.kind === ref.kind && one.ref.namespace === ref.namespace && one.ref.name === ref.name,
  );
  const subject = binding?.subjects.find(one => one.index === index);
  return subject === undefined ? undefined : subjectNodeId(subject);
};

/**
 * The removal of a role, a binding or a part of one, where it is written as that of an object or a field; null for a field of
 * one that is no rule and no subject.
 */
export const asRbacChange = (policy: Policy, change: AttackChange): AttackChange | null => {
  if (!('remove' in change) || (change.remove !== 'object' && change.remove !== 'field')) return change;
  const ref = refOfKey(change.object);
  if (ref === undefined) return change;
  const isRole = ref.kind === 'Role' || ref.kind === 'ClusterRole';
  if (change.remove === 'object') return isRole ? { remove: 'role', role: ref } : { remove: 'binding', binding: ref };
  const [list, at, ...deeper] = partsOf(change.path);
  const index = Number(at);
  if (at === undefined || deeper.length > 0 || !Number.isInteger(index)) return null;
  if (isRole) return list === 'rules' ? { remove: 'rule', role: ref, rule: index } : null;
  const subject = list === 'subjects' ? subjectAt(policy, ref, index) : undefined;
  return subject === undefined ? null : { remove: 'subject', binding: ref, subject };
};
