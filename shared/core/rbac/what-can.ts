import type { Need } from '#contract/coverage';
import type { Grant, Permission, WhatCan, WhatCanQuery } from '#contract/rbac';
import { ok, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Authorizer } from './authorizer.ts';
import { identityCaveats, mastersCaveat } from './caveats.ts';
import { grantOf, uniqueNeeds, unreadRole } from './grants.ts';
import { identityOf } from './identity.ts';
import { type PermissionLine, permissionLines, type SourcedRule } from './permission-lines.ts';
import type { Policy, Requester } from './policy.ts';
import { scopeInNamespace } from './request-scope.ts';
import type { Bound } from './subject-index.ts';
import { mastersGroup } from '#kube/rbac/user-names';

export type WhatCanQuestion = Omit<WhatCanQuery, 'snapshot'>;

/** Ids of edges that a permission gives an attacker. */
export type EdgesOf = (permission: Omit<Permission, 'edges' | 'by'>) => readonly string[];

/** More than anybody reads: an identity that is bound in thousands of namespaces is asked about in one of them. */
const maxPermissions = 10_000;

const noEdges: EdgesOf = () => [];

/** Each binding of the requester once, in the policy's order. */
const allBindingsOf = ({ subjects }: Authorizer, { user, groups }: Requester): readonly Bound[] => {
  const first = new Map<number, Bound>();
  for (const key of [subjects.userKey(user), ...groups.map(subjects.groupKey)])
    for (const bound of subjects.all(key)) {
      const known = first.get(bound.binding);
      if (known === undefined || bound.subject < known.subject) first.set(bound.binding, bound);
    }
  return [...first.values()].sort((left, right) => left.binding - right.binding);
};

const allVerbs = (rule: PolicyRule): readonly string[] => rule.verbs;

/** Of a rule held through a RoleBinding, what can come to be asked: no URLs, no cluster-scoped resources. */
const verbsInNamespace =
  (index: SnapshotIndex) =>
  (rule: PolicyRule, group: string, resource: string): readonly string[] => {
    if (resource === '') return [];
    const scope = scopeInNamespace(index, group, resource);
    if (scope === 'all') return rule.verbs;
    return scope === 'bind' && rule.verbs.some(verb => verb === '*' || verb === 'bind') ? ['bind'] : [];
  };

const byNamespace = (policy: Policy, bounds: readonly Bound[]): ReadonlyMap<string | null, readonly Bound[]> =>
  Map.groupBy(bounds, ({ binding }) => policy.bindings[binding]?.ref.namespace ?? null);

const grantsOf = (policy: Policy, bounds: readonly Bound[], by: readonly SourcedRule[]): Grant[] =>
  by.flatMap(({ source, at }) => {
    const bound = bounds[source];
    return bound === undefined ? [] : [grantOf(policy, { ...bound, rule: at })];
  });

/** Lines of several bindings of one scope; the same roles in another namespace are worked out once. */
const linesOf = (
  authorizer: Authorizer,
  index: SnapshotIndex,
): ((namespace: string | null, bounds: readonly Bound[]) => readonly PermissionLine[]) => {
  const { policy, classes } = authorizer;
  const known = new Map<string, readonly PermissionLine[]>();
  const inNamespace = verbsInNamespace(index);
  return (namespace, bounds) => {
    const roles = bounds.map(({ binding }) => policy.bindings[binding]?.role ?? -1);
    const key = `${namespace === null ? 'c' : 'n'} ${roles.map(role => (role < 0 ? -1 : classes.of[role])).join(' ')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const rules = roles.flatMap((role, source) => (policy.roles[role]?.rules ?? []).map((rule, at) => ({ source, at, rule })));
    const made = permissionLines(rules, namespace === null ? allVerbs : inNamespace);
    known.set(key, made);
    return made;
  };
};

const needsOf = (policy: Policy, bounds: readonly Bound[], namespace: string | null): Need[] =>
  uniqueNeeds([
    ...(namespace === null ? policy.missingAnywhere() : policy.missing(namespace)),
    ...bounds.flatMap(({ binding }) => {
      const bound = policy.bindings[binding];
      return bound === undefined ? [] : (unreadRole(policy, bound) ?? []);
    }),
  ]);

interface Shown {
  readonly permissions: Permission[];
  readonly omitted?: number;
  readonly hidden: number;
}

const permissionsOf = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  bounds: readonly Bound[],
  hideBaseline: boolean,
  edgesOf: EdgesOf,
): Shown => {
  const { policy } = authorizer;
  const lines = linesOf(authorizer, index);
  const isHidden = ({ binding }: Bound): boolean => hideBaseline && policy.bindings[binding]?.baseline === true;
  const permissions: Permission[] = [];
  let [hidden, omitted] = [0, 0];
  const groups = [...byNamespace(policy, bounds)].sort(([left], [right]) => ((left ?? '') < (right ?? '') ? -1 : 1));
  for (const [namespace, all] of groups) {
    const shown = all.filter(bound => !isHidden(bound));
    hidden += shown.length === all.length ? 0 : lines(namespace, all.filter(isHidden)).length;
    for (const { by, ...line } of lines(namespace, shown)) {
      if (permissions.length >= maxPermissions) {
        omitted++;
        continue;
      }
      const { group, resources, verbs, names, urls } = line;
      const what = { namespace, group, resources: [...resources], verbs: [...verbs], names: [...names], urls: [...urls] };
      permissions.push({ ...what, by: grantsOf(policy, shown, by), edges: [...edgesOf(what)] });
    }
  }
  return { permissions, ...(omitted > 0 ? { omitted } : {}), hidden };
};

/** Everything that a requester, exactly as given, may do: cluster-wide first, then by namespace. `namespace` null: in all. */
export const rightsOf = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  requester: Requester,
  { namespace, hideBaseline }: Pick<WhatCanQuery, 'namespace' | 'hideBaseline'>,
  edgesOf: EdgesOf = noEdges,
): Pick<WhatCan, 'permissions' | 'hidden' | 'needs'> => {
  const bounds = namespace === null ? allBindingsOf(authorizer, requester) : authorizer.bindingsOf(requester, namespace);
  return {
    ...permissionsOf(authorizer, index, bounds, hideBaseline, edgesOf),
    needs: needsOf(authorizer.policy, bounds, namespace),
  };
};

/** Everything a subject may do, with its groups', grouped for reading: cluster-wide first, then by namespace. */
export const whatCan = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  query: WhatCanQuestion,
  edgesOf: EdgesOf = noEdges,
): Result<WhatCan> => {
  const identity = identityOf(query.subject, index);
  if (!identity.ok) return identity;
  const { subject, requester } = identity.value;
  const masters = requester.groups.includes(mastersGroup) ? [mastersCaveat] : [];
  return ok({
    subject,
    user: requester.user,
    groups: [...requester.groups],
    ...rightsOf(authorizer, index, requester, query, edgesOf),
    caveats: [...masters, ...identityCaveats(index, identity.value)],
  });
};
