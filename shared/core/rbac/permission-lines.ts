import type { PolicyRule } from '#kube/rbac/policy-rule';

/** A rule of one of several sources (bindings): which, and where in its role. */
export interface SourcedRule {
  readonly source: number;
  readonly at: number;
  readonly rule: PolicyRule;
}

/** Resources (or URLs) that the same verbs are held on, by the same rules. */
export interface PermissionLine {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly names: readonly string[];
  readonly urls: readonly string[];
  readonly by: readonly SourcedRule[];
}

interface Cell {
  readonly group: string;
  readonly target: string;
  readonly names: readonly string[];
  readonly isUrl: boolean;
  readonly verbs: Set<string>;
  readonly by: Set<SourcedRule>;
}

const order = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const place = (verb: string): number => (order.includes(verb) ? order.indexOf(verb) : order.length);

/** As kubectl lists them: reads, then writes, then the rest by name; a star alone says it all. */
export const sortedVerbs = (verbs: Iterable<string>): readonly string[] => {
  const all = [...new Set(verbs)];
  if (all.includes('*')) return ['*'];
  return all.sort((left, right) => place(left) - place(right) || (left < right ? -1 : 1));
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const cellsOf = (
  rules: readonly SourcedRule[],
  verbsIn: (rule: PolicyRule, group: string, resource: string) => readonly string[],
) => {
  const cells = new Map<string, Cell>();
  const add = (from: SourcedRule, group: string, target: string, isUrl: boolean, verbs: readonly string[]): void => {
    if (verbs.length === 0) return;
    const names = isUrl ? [] : [...new Set(from.rule.resourceNames)].sort();
    const key = JSON.stringify([isUrl, group, target, names]);
    const cell = cells.get(key) ?? { group, target, names, isUrl, verbs: new Set<string>(), by: new Set<SourcedRule>() };
    for (const verb of verbs) cell.verbs.add(verb);
    cell.by.add(from);
    cells.set(key, cell);
  };
  for (const from of rules) {
    for (const group of from.rule.apiGroups)
      for (const resource of from.rule.resources) add(from, group, resource, false, verbsIn(from.rule, group, resource));
    for (const url of from.rule.nonResourceURLs) add(from, '', url, true, verbsIn(from.rule, '', ''));
  }
  return cells.values();
};

const byRule = (left: SourcedRule, right: SourcedRule): number => left.source - right.source || left.at - right.at;

const byReading = (left: PermissionLine, right: PermissionLine): number =>
  left.urls.length - right.urls.length ||
  compare(left.group, right.group) ||
  compare(left.resources[0] ?? left.urls[0] ?? '', right.resources[0] ?? right.urls[0] ?? '') ||
  compare(left.names.join(' '), right.names.join(' '));

/** `verbsIn`: the verbs of a rule that count for this resource; for a URL, group and resource are ''. */
export const permissionLines = (
  rules: readonly SourcedRule[],
  verbsIn: (rule: PolicyRule, group: string, resource: string) => readonly string[],
): readonly PermissionLine[] => {
  const lines = new Map<string, PermissionLine & { readonly targets: string[] }>();
  for (const cell of cellsOf(rules, verbsIn)) {
    const verbs = sortedVerbs(cell.verbs);
    const by = [...cell.by].sort(byRule);
    const key = JSON.stringify([cell.isUrl, cell.group, cell.names, verbs, by.map(({ source, at }) => [source, at])]);
    const known = lines.get(key);
    if (known !== undefined) {
      known.targets.push(cell.target);
      continue;
    }
    const targets = [cell.target];
    const [resources, urls] = cell.isUrl ? [[], targets] : [targets, []];
    lines.set(key, { group: cell.group, names: cell.names, verbs, by, resources, urls, targets });
  }
  for (const { targets } of lines.values()) targets.sort();
  return [...lines.values()]
    .map(({ group, names, verbs, by, resources, urls }) => ({ group, names, verbs, by, resources, urls }))
    .sort(byReading);
};
