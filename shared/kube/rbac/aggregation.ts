import type { KubeObject } from '#contract/kube';
import { isJsonObject } from '#contract/json';
import { listAt } from '../json-fields.ts';
import { labelsOf, selects } from '../label-selector.ts';
import { type PolicyRule, policyRules } from './policy-rule.ts';

/** Selectors of a ClusterRole whose rules the controller fills; [] for any other role. */
export const aggregationSelectors = (role: KubeObject): readonly unknown[] =>
  listAt(role, 'aggregationRule', 'clusterRoleSelectors').filter(isJsonObject);

/** Whether the controller overwrites this role's rules, also where it has no selector and so no rules. */
export const isAggregated = (role: KubeObject): boolean => isJsonObject(role['aggregationRule']);

const textOf = (rule: PolicyRule): string =>
  JSON.stringify([rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]);

type RulesByName = ReadonlyMap<string, readonly PolicyRule[]>;

/** One pass of the controller over one role: selector by selector, roles by name, itself left out, each rule once. */
const gathered = (role: KubeObject, sorted: readonly KubeObject[], rules: RulesByName): readonly PolicyRule[] => {
  const found = new Map<string, PolicyRule>();
  for (const selector of aggregationSelectors(role))
    for (const other of sorted) {
      if (other.metadata.name === role.metadata.name || !selects(selector, labelsOf(other.metadata))) continue;
      for (const rule of rules.get(other.metadata.name) ?? []) {
        const text = textOf(rule);
        if (!found.has(text)) found.set(text, rule);
      }
    }
  return [...found.values()];
};

const sameRules = (left: readonly PolicyRule[], right: readonly PolicyRule[]): boolean =>
  left.length === right.length && left.every((rule, at) => textOf(rule) === textOf(right[at] ?? rule) && right[at] !== undefined);

/**
 * Rules of all ClusterRoles once the aggregation controller has settled, by name. It starts from the rules as served, as the
 * controller does: what roles of a cycle hold stays in the cycle. Ends after as many passes as there are roles in a chain.
 */
export const settledRules = (roles: readonly KubeObject[]): RulesByName => {
  const sorted = roles.toSorted((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
  const rules = new Map(sorted.map(role => [role.metadata.name, policyRules(role)]));
  const aggregated = sorted.filter(isAggregated);
  for (let pass = 0; pass <= aggregated.length; pass++) {
    let isSettled = true;
    for (const role of aggregated) {
      const next = gathered(role, sorted, rules);
      if (sameRules(next, rules.get(role.metadata.name) ?? [])) continue;
      rules.set(role.metadata.name, next);
      isSettled = false;
    }
    if (isSettled) break;
  }
  return rules;
};

/** Aggregated roles whose rules as served are not what the controller would make of the others. */
export const unsettledRoles = (roles: readonly KubeObject[]): readonly string[] => {
  const settled = settledRules(roles);
  return roles
    .filter(role => isAggregated(role) && !sameRules(policyRules(role), settled.get(role.metadata.name) ?? []))
    .map(({ metadata }) => metadata.name)
    .sort();
};
