import type { Access, ResourceAccess } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allowsForSomeName, type CompiledRule, compileRule, isResourceAccess, ruleAllows } from '#kube/rbac/rule-matching';
import type { Role } from './policy.ts';

/** Gives indexes of the rules of a role that answer one question; asked with the role's index. */
export type RoleMatcher = (role: number) => readonly number[];

/** Roles with equal rules are one class: a cluster with a role in each of its namespaces has few. */
export interface RoleClasses {
  /** Class of each role, by the role's index. */
  readonly of: Int32Array;
  readonly rules: readonly (readonly PolicyRule[])[];
  readonly compiled: readonly (readonly CompiledRule[])[];
  /** Rules that allow the access. */
  matcher(access: Access): RoleMatcher;
  /** Rules of each class that allow the access, asked by class; `someName`: for at least one name. */
  classMatcher(access: Access, someName: boolean): (cls: number) => readonly number[];
}

/** Rules of one class by the tokens of their resources, so that a question looks at few of them; URLs stand apart. */
interface RuleIndex {
  readonly byResource: ReadonlyMap<string, readonly number[]>;
  readonly withUrls: readonly number[];
}

const none: readonly number[] = [];

const textOf = (rules: readonly PolicyRule[]): string =>
  JSON.stringify(rules.map(rule => [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]));

const indexRules = (rules: readonly PolicyRule[]): RuleIndex => {
  const byResource = new Map<string, number[]>();
  const withUrls: number[] = [];
  rules.forEach((rule, at) => {
    for (const resource of new Set(rule.resources)) {
      const list = byResource.get(resource);
      if (list === undefined) byResource.set(resource, [at]);
      else list.push(at);
    }
    if (rule.nonResourceURLs.length > 0) withUrls.push(at);
  });
  return { byResource, withUrls };
};

const tokensOf = ({ resource, subresource }: ResourceAccess): readonly string[] =>
  subresource === '' ? ['*', resource] : ['*', `${resource}/${subresource}`, `*/${subresource}`];

/** Rules that may allow the access, in their order. */
const candidates = (index: RuleIndex, tokens: readonly string[] | null): readonly number[] => {
  if (tokens === null) return index.withUrls;
  let found: readonly number[] = none;
  for (const token of tokens) {
    const list = index.byResource.get(token);
    if (list === undefined) continue;
    found = found.length === 0 ? list : [...new Set([...found, ...list])].sort((left, right) => left - right);
  }
  return found;
};

export const createRoleClasses = (roles: readonly Role[]): RoleClasses => {
  const of = new Int32Array(roles.length);
  const rules: (readonly PolicyRule[])[] = [];
  const compiled: (readonly CompiledRule[])[] = [];
  const indexes: RuleIndex[] = [];
  const byText = new Map<string, number>();
  roles.forEach((role, at) => {
    const text = textOf(role.rules);
    const known = byText.get(text);
    of[at] = known ?? rules.length;
    if (known !== undefined) return;
    byText.set(text, rules.length);
    rules.push(role.rules);
    compiled.push(role.rules.map(compileRule));
    indexes.push(indexRules(role.rules));
  });

  const matching = (cls: number, tokens: readonly string[] | null, test: (rule: CompiledRule) => boolean): readonly number[] => {
    const [ofClass, index] = [compiled[cls], indexes[cls]];
    if (ofClass === undefined || index === undefined) return none;
    let found: number[] | undefined;
    for (const at of candidates(index, tokens)) {
      const rule = ofClass[at];
      if (rule !== undefined && test(rule)) (found ??= []).push(at);
    }
    return found ?? none;
  };

  const remembering = (tokens: readonly string[] | null, test: (rule: CompiledRule) => boolean): RoleMatcher => {
    const seen = new Map<number, readonly number[]>();
    return role => {
      const cls = of[role] ?? -1;
      const known = seen.get(cls);
      if (known !== undefined) return known;
      const made = matching(cls, tokens, test);
      seen.set(cls, made);
      return made;
    };
  };
  return {
    of,
    rules,
    compiled,
    matcher: access => remembering(isResourceAccess(access) ? tokensOf(access) : null, rule => ruleAllows(rule, access)),
    classMatcher: (access, someName) => {
      const resource = isResourceAccess(access) ? access : undefined;
      const tokens = resource === undefined ? null : tokensOf(resource);
      const test =
        someName && resource !== undefined
          ? (rule: CompiledRule) => allowsForSomeName(rule, resource)
          : (rule: CompiledRule) => ruleAllows(rule, access);
      const seen = compiled.map((): readonly number[] | undefined => undefined);
      return cls => (seen[cls] ??= matching(cls, tokens, test));
    },
  };
};
