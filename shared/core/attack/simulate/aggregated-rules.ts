import type { Policy, Role } from '#core/rbac/policy';
import { policyRules, type PolicyRule } from '#kube/rbac/policy-rule';
import { listAt } from '#kube/json-fields';
import { labelsOf, selects } from '#kube/label-selector';

const selectorsOf = (role: Role): readonly unknown[] => listAt(role.object, 'aggregationRule', 'clusterRoleSelectors');

const contentOf = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string =>
  JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);

/** As the controller fills it: each rule of the roles that it selects once, its own set aside. */
const filled = (role: Role, sources: readonly Role[]): Role => {
  const seen = new Set<string>();
  const raw = sources.flatMap(source =>
    listAt(source.object, 'rules').filter((_, index) => {
      const content = contentOf(source.rules[index] as PolicyRule);
      const isNew = !seen.has(content);
      seen.add(content);
      return isNew;
    }),
  );
  const object = { ...role.object, rules: raw };
  return { ...role, object, rules: policyRules(object) };
};

const sameRules = (left: readonly PolicyRule[], right: readonly PolicyRule[]): boolean =>
  left.length === right.length && left.every((rule, index) => contentOf(rule) === contentOf(right[index] as PolicyRule));

interface Aggregate {
  readonly index: number;
  readonly sources: readonly number[];
}

const known = new WeakMap<Policy, readonly Aggregate[]>();

/** Roles that are made of others, with those: by the numbers of the policy. */
const aggregatesOf = (policy: Policy): readonly Aggregate[] => {
  const found = known.get(policy);
  if (found !== undefined) return found;
  const cluster = policy.roles.flatMap((role, index) => (role.ref.kind === 'ClusterRole' ? [{ role, index }] : []));
  const made = cluster.flatMap(({ role, index }): readonly Aggregate[] => {
    const selectors = selectorsOf(role);
    if (selectors.length === 0) return [];
    const sources = cluster.filter(
      other => other.index !== index && selectors.some(selector => selects(selector, labelsOf(other.role.object.metadata))),
    );
    return [{ index, sources: sources.map(source => source.index) }];
  });
  known.set(policy, made);
  return made;
};

/**
 * Changed roles and those that a controller makes of them, until nothing changes any more. Roles that keep each other's rules
 * alive in a circle keep them here, as they do there.
 */
export const aggregated = (policy: Policy, changed: ReadonlyMap<number, Role | null>): ReadonlyMap<number, Role | null> => {
  if (changed.size === 0) return changed;
  const roles = new Map(changed);
  const now = (index: number): Role | null => {
    const role = roles.get(index);
    return role === undefined ? (policy.roles[index] ?? null) : role;
  };
  const aggregates = aggregatesOf(policy);
  for (let round = 0, again = true; again && round <= aggregates.length; round++) {
    again = false;
    for (const { index, sources } of aggregates) {
      const role = now(index);
      if (role === null || !(roles.has(index) || sources.some(source => roles.has(source)))) continue;
      const made = filled(
        role,
        sources.flatMap(source => now(source) ?? []),
      );
      if (sameRules(made.rules, role.rules)) continue;
      roles.set(index, made);
      again = true;
    }
  }
  for (const [index, role] of roles)
    if (role !== null && sameRules(role.rules, policy.roles[index]?.rules ?? [])) roles.delete(index);
  return roles;
};
