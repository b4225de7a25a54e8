import type { Access, ResourceAccess } from '#contract/rbac';
import { type AtomicRule, uncovered } from './covers.ts';
import type { PolicyRule } from './policy-rule.ts';
import { mastersGroup } from './user-names.ts';

type Rules = readonly Omit<PolicyRule, 'path'>[];

/** Who writes a role or a binding, by what the authorizers and RBAC say. */
export interface Writer {
  readonly groups: readonly string[];
  allows(access: Access): boolean;
  /** All rules held for requests in this namespace ('' : cluster-wide). */
  rules(namespace: string): Rules;
}

export type EscalationVerdict =
  | { readonly allowed: true; readonly because: 'masters' | 'escalate' | 'bind' | 'held' }
  /** `lacks`: rules that the writer does not hold; empty where the role does not exist. */
  | { readonly allowed: false; readonly lacks: readonly AtomicRule[] };

export interface RoleWrite {
  readonly kind: 'Role' | 'ClusterRole';
  /** '' for a ClusterRole. */
  readonly namespace: string;
  /** Of the URL: '' for a POST, so that a rule with resourceNames does not help there. */
  readonly name: string;
  /** As they are after the write. */
  readonly rules: Rules;
  /** Whether the role has an aggregationRule with selectors, before or after the write. */
  readonly aggregates: boolean;
}

export interface BindingWrite {
  /** Namespace of the binding; '' for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  /** undefined where there is no such role. */
  readonly rules: Rules | undefined;
}

const rbac = 'rbac.authorization.k8s.io';
const none: readonly string[] = [];
const all: readonly string[] = ['*'];

/** What aggregation may gather: everything. */
const fullAuthority: Rules = [
  { verbs: all, apiGroups: all, resources: all, resourceNames: none, nonResourceURLs: none },
  { verbs: all, apiGroups: none, resources: none, resourceNames: none, nonResourceURLs: all },
];

const roleAccess = (verb: string, kind: 'Role' | 'ClusterRole', namespace: string, name: string): ResourceAccess => ({
  verb,
  group: rbac,
  resource: kind === 'Role' ? 'roles' : 'clusterroles',
  subresource: '',
  namespace,
  name,
});

/** The right that lifts the check on roles. */
export const escalateAccess = ({ kind, namespace, name }: Pick<RoleWrite, 'kind' | 'namespace' | 'name'>): ResourceAccess =>
  roleAccess('escalate', kind, namespace, name);

/** The right that lifts the check on bindings: on the role, but in the namespace of the binding. */
export const bindAccess = ({ namespace, role }: Pick<BindingWrite, 'namespace' | 'role'>): ResourceAccess =>
  roleAccess('bind', role.kind, namespace, role.name);

const held = (writer: Writer, namespace: string, rules: Rules): EscalationVerdict => {
  const lacks = uncovered(writer.rules(namespace), rules);
  return lacks.length === 0 ? { allowed: true, because: 'held' } : { allowed: false, lacks };
};

/**
 * Whether the API server lets these rules be written (beside the right to write roles). A write that changes no more than
 * finalizers and owner references is not checked; any other is, also where the rules stay as they are.
 */
export const roleWriteAllowed = (writer: Writer, write: RoleWrite): EscalationVerdict => {
  if (writer.groups.includes(mastersGroup)) return { allowed: true, because: 'masters' };
  if (writer.allows(escalateAccess(write))) return { allowed: true, because: 'escalate' };
  const needed = write.aggregates ? [...write.rules, ...fullAuthority] : write.rules;
  return held(writer, write.namespace, needed);
};

/** Whether the API server lets a role be bound (beside the right to write bindings). */
export const bindingWriteAllowed = (writer: Writer, write: BindingWrite): EscalationVerdict => {
  if (writer.groups.includes(mastersGroup)) return { allowed: true, because: 'masters' };
  if (writer.allows(bindAccess(write))) return { allowed: true, because: 'bind' };
  return write.rules === undefined ? { allowed: false, lacks: [] } : held(writer, write.namespace, write.rules);
};
