import type { Access, ResourceAccess } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allowsForSomeName, type CompiledRule, compileRule, ruleAllows } from '#kube/rbac/rule-matching';
import type { Role } from './policy.ts';

/** Roles with equal rules are one class: a cluster with a role in each of its namespaces has few. */
export interface RoleClasses {
  /** Class of each role, by the role's index. */
  readonly of: Int32Array;
  readonly rules: readonly (readonly PolicyRule[])[];
  readonly compiled: readonly (readonly CompiledRule[])[];
  /** Asked with a role's index, gives indexes of its rules that allow the access; each class is looked at once. */
  matcher(access: Access): (role: number) => readonly number[];
  /** The same for at least one name. */
  someNameMatcher(access: ResourceAccess): (role: number) => readonly number[];
}

const textOf = (rules: readonly PolicyRule[]): string =>
  JSON.stringify(rules.map(rule => [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]));

const none: readonly number[] = [];

const indexesWhere = (rules: readonly CompiledRule[], test: (rule: CompiledRule) => boolean): readonly number[] => {
  let found: number[] | undefined;
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at];
    if (rule !== undefined && test(rule)) (found ??= []).push(at);
  }
  return found ?? none;
};

export const createRoleClasses = (roles: readonly Role[]): RoleClasses => {
  const of = new Int32Array(roles.length);
  const rules: (readonly PolicyRule[])[] = [];
  const compiled: (readonly CompiledRule[])[] = [];
  const byText = new Map<string, number>();
  roles.forEach((role, at) => {
    const text = textOf(role.rules);
    const known = byText.get(text);
    of[at] = known ?? rules.length;
    if (known !== undefined) return;
    byText.set(text, rules.length);
    rules.push(role.rules);
    compiled.push(role.rules.map(compileRule));
  });
  const remembering = (test: (rule: CompiledRule) => boolean): ((role: number) => readonly number[]) => {
    const seen = new Map<number, readonly number[]>();
    return role => {
      const cls = of[role] ?? -1;
      const known = seen.get(cls);
      if (known !== undefined) return known;
      const made = indexesWhere(compiled[cls] ?? [], test);
      seen.set(cls, made);
      return made;
    };
  };
  return {
    of,
    rules,
    compiled,
    matcher: access => remembering(rule => ruleAllows(rule, access)),
    someNameMatcher: access => remembering(rule => allowsForSomeName(rule, access)),
  };
};
