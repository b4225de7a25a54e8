import type { UpkeepRow } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { listAt } from '#kube/json-fields';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Authorizer } from '../authorizer.ts';
import { completenessOf } from '../completeness-of.ts';
import type { Role } from '../policy.ts';
import { scopeInNamespace } from '../request-scope.ts';
import { refText, rowOf } from './ref-text.ts';

const isAggregated = ({ object }: Role): boolean => listAt(object, 'aggregationRule', 'clusterRoleSelectors').length > 0;

/** `pods/*` names nothing that exists: only `*` and `*` + `/sub` are wildcards. */
const namesSomething = (resource: string): boolean => !resource.endsWith('/*');

/** Whether a rule can ever allow a request; `index` is given where a RoleBinding binds it. */
const canMatch = (rule: PolicyRule, index: SnapshotIndex | null): boolean => {
  if (rule.verbs.length === 0) return false;
  if (index === null && rule.nonResourceURLs.length > 0) return true;
  return rule.apiGroups.some(group =>
    rule.resources.some(resource => {
      if (!namesSomething(resource)) return false;
      const scope = index === null ? 'all' : scopeInNamespace(index, group, resource);
      return scope === 'all' || (scope === 'bind' && (rule.verbs.includes('bind') || rule.verbs.includes('*')));
    }),
  );
};

/** Why nothing of a role takes effect through bindings of this scope; undefined where something does. */
const emptiness = (role: Role, index: SnapshotIndex | null): string | undefined => {
  if (role.rules.length === 0)
    return isAggregated(role)
      ? `${refText(role.ref)} aggregates rules, and no role has any for it.`
      : `${refText(role.ref)} has no rules.`;
  if (role.rules.some(rule => canMatch(rule, index))) return undefined;
  return index !== null && role.rules.some(rule => canMatch(rule, null))
    ? `${refText(role.ref)} is about URLs and resources of the cluster alone, and a RoleBinding conveys neither.`
    : `No rule of ${refText(role.ref)} matches any request.`;
};

/** By role, once for bindings of the cluster and once for those of namespaces. */
const emptinessOf = (
  { policy, classes }: Authorizer,
  index: SnapshotIndex,
): ((role: number, inNamespace: boolean) => string | undefined) => {
  const empty = new Map<string, boolean>();
  return (at, inNamespace) => {
    const role = policy.roles[at];
    if (role === undefined) return undefined;
    const key = `${classes.of[at] ?? -1} ${inNamespace}`;
    const known = empty.get(key);
    if (known === false) return undefined;
    const why = emptiness(role, inNamespace ? index : null);
    empty.set(key, why !== undefined);
    return why;
  };
};

/** Roles and bindings that do nothing: without rules, without subjects, without effect, or in a namespace that is gone. */
export const dormantRows = (authorizer: Authorizer, index: SnapshotIndex): readonly UpkeepRow[] => {
  const { policy } = authorizer;
  const why = emptinessOf(authorizer, index);
  const namespacesRead = completenessOf(index).unread('namespaces').length === 0;
  const exists = (namespace: string): boolean => index.get('namespaces', undefined, namespace) !== undefined;
  const roles = policy.roles.flatMap(role => {
    const reason = role.rules.length === 0 || !role.rules.some(rule => canMatch(rule, null)) ? emptiness(role, null) : undefined;
    return reason === undefined ? [] : [rowOf('dormant', role.ref, `${refText(role.ref)} grants nothing.`, [reason], role)];
  });
  const bindings = policy.bindings.flatMap(binding => {
    const { namespace } = binding.ref;
    const reasons = [
      ...(binding.subjects.length === 0 ? ['It binds nobody.'] : []),
      ...(namespace !== null && namespacesRead && !exists(namespace) ? [`Namespace ${namespace} does not exist.`] : []),
      ...[why(binding.role, namespace !== null)].filter(reason => reason !== undefined),
    ];
    return reasons.length === 0
      ? []
      : [rowOf('dormant', binding.ref, `${refText(binding.ref)} grants nothing.`, reasons, binding)];
  });
  return [...roles, ...bindings];
};
