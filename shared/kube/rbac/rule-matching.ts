import type { Access, ResourceAccess, UrlAccess } from '#contract/rbac';
import type { PolicyRule } from './policy-rule.ts';

/** Texts of a rule's list, and whether one of them is the wildcard, which is one only as the whole token. */
interface Tokens {
  readonly any: boolean;
  readonly texts: ReadonlySet<string>;
}

/** A rule made ready for many questions. */
export interface CompiledRule {
  readonly verbs: Tokens;
  readonly groups: Tokens;
  readonly resources: Tokens;
  /** null: any name, and none. */
  readonly names: ReadonlySet<string> | null;
  readonly urls: Tokens;
  /** What a URL has to begin with. */
  readonly urlPrefixes: readonly string[];
}

const tokens = (texts: readonly string[]): Tokens => ({ any: texts.includes('*'), texts: new Set(texts) });

/** Whatever stands before the stars at the end: the API server strips all of them. */
export const urlPrefix = (pattern: string): string => pattern.replace(/\*+$/, '');

const compile = (rule: PolicyRule): CompiledRule => ({
  verbs: tokens(rule.verbs),
  groups: tokens(rule.apiGroups),
  resources: tokens(rule.resources),
  names: rule.resourceNames.length === 0 ? null : new Set(rule.resourceNames),
  urls: tokens(rule.nonResourceURLs),
  urlPrefixes: rule.nonResourceURLs.filter(url => url.endsWith('*')).map(urlPrefix),
});

const compiled = new WeakMap<PolicyRule, CompiledRule>();

export const compileRule = (rule: PolicyRule): CompiledRule => {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const made = compile(rule);
  compiled.set(rule, made);
  return made;
};

export const isResourceAccess = (access: Access): access is ResourceAccess => 'resource' in access;

const has = ({ any, texts }: Tokens, text: string): boolean => any || texts.has(text);

/** `*` is every resource with its subresources, `*` + `/log` that subresource of any; `pods/*` names nothing that exists. */
const resourceMatches = (resources: Tokens, resource: string, subresource: string): boolean => {
  if (resources.any) return true;
  if (subresource === '') return resources.texts.has(resource);
  return resources.texts.has(`${resource}/${subresource}`) || resources.texts.has(`*/${subresource}`);
};

/** Whether the rule allows the access for at least one name, the access's own left aside. */
export const allowsForSomeName = (rule: CompiledRule, access: ResourceAccess): boolean =>
  has(rule.verbs, access.verb) &&
  has(rule.groups, access.group) &&
  resourceMatches(rule.resources, access.resource, access.subresource);

const allowsResource = (rule: CompiledRule, access: ResourceAccess): boolean =>
  (rule.names === null || rule.names.has(access.name)) && allowsForSomeName(rule, access);

const allowsUrl = (rule: CompiledRule, { verb, path }: UrlAccess): boolean =>
  has(rule.verbs, verb) && (has(rule.urls, path) || rule.urlPrefixes.some(prefix => path.startsWith(prefix)));

/** As the RBAC authorizer decides for one rule: verb, group, resource and name (or verb and URL) in this one alone. */
export const ruleAllows = (rule: CompiledRule, access: Access): boolean =>
  isResourceAccess(access) ? allowsResource(rule, access) : allowsUrl(rule, access);
