import type { PolicyRule } from './policy-rule.ts';
import { urlPrefix } from './rule-matching.ts';

/** One verb on one resource (for one name) or one URL: what escalation checks compare. */
export interface AtomicRule {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** null: any name. */
  readonly name: string | null;
  /** null for a resource; else the URL, and the fields of a resource are ''. */
  readonly url: string | null;
}

type RuleLists = Omit<PolicyRule, 'path'>;

/** A rule without verbs, or without groups or resources and URLs, comes to nothing and is covered by anybody. */
export const breakdown = (rule: RuleLists): readonly AtomicRule[] => {
  const atoms: AtomicRule[] = [];
  const names = rule.resourceNames.length === 0 ? [null] : rule.resourceNames;
  for (const group of rule.apiGroups)
    for (const resource of rule.resources)
      for (const verb of rule.verbs) for (const name of names) atoms.push({ verb, group, resource, name, url: null });
  for (const url of rule.nonResourceURLs)
    for (const verb of rule.verbs) atoms.push({ verb, group: '', resource: '', name: null, url });
  return atoms;
};

const has = (texts: readonly string[], text: string): boolean => texts.includes('*') || texts.includes(text);

const resourceCovers = (owned: readonly string[], resource: string): boolean => {
  if (has(owned, resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && owned.includes(`*/${resource.slice(slash + 1)}`);
};

/** Both sides are plain texts here: the owner's star stands for a prefix, the other's is a character. */
const urlCovers = (owned: string, url: string): boolean =>
  owned === url || (owned.endsWith('*') && url.startsWith(urlPrefix(owned)));

/** Whether one rule alone covers the atom. */
export const ruleCovers = (owner: RuleLists, atom: AtomicRule): boolean => {
  if (!has(owner.verbs, atom.verb)) return false;
  if (atom.url !== null) {
    const { url } = atom;
    // An atom of a URL has no name: the API server does not let a rule that is limited to names cover it.
    return owner.resourceNames.length === 0 && owner.nonResourceURLs.some(owned => urlCovers(owned, url));
  }
  return (
    has(owner.apiGroups, atom.group) &&
    resourceCovers(owner.resources, atom.resource) &&
    (owner.resourceNames.length === 0 || (atom.name !== null && owner.resourceNames.includes(atom.name)))
  );
};

/** What the owner's rules do not cover, as the API server's escalation check finds it; [] where they cover all. */
export const uncovered = (owner: readonly RuleLists[], rules: readonly RuleLists[]): readonly AtomicRule[] =>
  rules.flatMap(breakdown).filter(atom => !owner.some(rule => ruleCovers(rule, atom)));

export const covers = (owner: readonly RuleLists[], rules: readonly RuleLists[]): boolean => uncovered(owner, rules).length === 0;
