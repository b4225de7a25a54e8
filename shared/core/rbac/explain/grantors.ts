import type { KubeObject } from '#contract/kube';
import type { RbacRef } from '#contract/rbac';
import { aggregationSelectors } from '#kube/rbac/aggregation';
import { bindingWriteAllowed, roleWriteAllowed, type Writer } from '#kube/rbac/escalation';
import { policyRules } from '#kube/rbac/policy-rule';
import { mastersGroup } from '#kube/rbac/user-names';
import { roleRefOf } from '#kube/rbac-rules';
import type { Authorizer } from '../authorizer.ts';
import { subjectText } from '../identity.ts';
import type { Requester } from '../policy.ts';
import { rbacList } from '../policy-of.ts';
import { requesterOfKey } from '../requester-of-key.ts';
import { subjectOfKey } from '../subject-index.ts';

const group = 'rbac.authorization.k8s.io';

/** A role or binding that somebody would create, with the role that a binding binds. */
interface Creation {
  readonly kind: RbacRef['kind'];
  readonly namespace: string;
  readonly object: KubeObject;
  readonly role: KubeObject;
}

const writerOf = (authorizer: Authorizer, requester: Requester): Writer => ({
  groups: requester.groups,
  allows: access => authorizer.decide(requester, access).allowed === true,
  rules: namespace => authorizer.rulesOf(requester, namespace).map(({ rule }) => rule),
});

/** Whether the server takes the object from this writer. A new one is sent without name, as `kubectl create` does. */
const mayCreate = (writer: Writer, { kind, namespace, object, role }: Creation): boolean => {
  const access = { verb: 'create', group, resource: rbacList[kind].resource, subresource: '', namespace, name: '' };
  if (!writer.allows(access)) return false;
  const rules = policyRules(role);
  const roleKind = role.kind === 'Role' ? 'Role' : 'ClusterRole';
  const verdict =
    object === role
      ? roleWriteAllowed(writer, {
          kind: roleKind,
          namespace,
          name: '',
          rules,
          aggregates: aggregationSelectors(role).length > 0,
        })
      : bindingWriteAllowed(writer, { namespace, role: { kind: roleKind, name: role.metadata.name }, rules });
  return verdict.allowed;
};

const kinds: ReadonlySet<string> = new Set(Object.keys(rbacList));
const isRbacKind = (kind: string): kind is RbacRef['kind'] => kinds.has(kind);

/** Creations of these objects, each binding with its role among them. */
const creationsOf = (objects: readonly KubeObject[]): readonly Creation[] =>
  objects.flatMap((object): readonly Creation[] => {
    const { kind, metadata } = object;
    if (!isRbacKind(kind)) return [];
    const namespace = rbacList[kind].namespaced ? (metadata.namespace ?? '') : '';
    if (kind === 'Role' || kind === 'ClusterRole') return [{ kind, namespace, object, role: object }];
    const ref = roleRefOf(object);
    const role = objects.find(
      one =>
        one.kind === ref.kind &&
        one.metadata.name === ref.name &&
        (ref.kind === 'ClusterRole' || one.metadata.namespace === metadata.namespace),
    );
    return role === undefined ? [] : [{ kind, namespace, object, role }];
  });

/** Subjects that may create all of these roles and bindings, one after the other, sorted; members of groups count by their group. */
export const grantorsOf = (authorizer: Authorizer, objects: readonly KubeObject[]): readonly string[] => {
  const creations = creationsOf(objects);
  const keys = new Set(authorizer.subjects.cluster.keys());
  for (const { namespace } of creations)
    for (const key of authorizer.subjects.namespaces.get(namespace)?.keys() ?? []) keys.add(key);
  keys.add(authorizer.subjects.groupKey(mastersGroup));
  return [...keys]
    .filter(key => {
      const writer = writerOf(authorizer, requesterOfKey(key));
      return creations.every(creation => mayCreate(writer, creation));
    })
    .map(key => subjectText(subjectOfKey(key)))
    .sort();
};
