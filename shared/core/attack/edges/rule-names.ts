import { unnoticed } from '../policy-looks.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';

/** What a rule is asked for: any of the verbs on any of the resources of the group. */
export interface Asked {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
}

const has = (entries: readonly string[], wanted: string): boolean => entries.includes('*') || entries.includes(wanted);

const hasResource = (entries: readonly string[], wanted: string): boolean =>
  has(entries, wanted) || (wanted.includes('/') && entries.includes(`*${wanted.slice(wanted.indexOf('/'))}`));

const known: (world: Ruled) => Map<string, readonly string[]> = ofPolicy(() => new Map());

const gather = (world: Ruled, { verbs, group, resources }: Asked): readonly string[] => {
  const names = new Set<string>();
  for (const { rules } of world.policy.roles)
    for (const rule of rules) {
      if (rule.resourceNames.length === 0 || !has(rule.apiGroups, group)) continue;
      if (!verbs.some(verb => has(rule.verbs, verb)) || !resources.some(one => hasResource(rule.resources, one))) continue;
      for (const name of rule.resourceNames) names.add(name);
    }
  return [...names].sort();
};

/**
 * Names to which some rule limits such a right. Whoever has the right without a name needs no list of what it may be used on:
 * so a target is listed once, and once more for each of these names.
 */
export const namesInRules = (world: Ruled, asked: Asked): readonly string[] =>
  unnoticed(world, () => {
    const key = JSON.stringify([asked.verbs, asked.group, asked.resources]);
    const found = known(world).get(key) ?? gather(world, asked);
    known(world).set(key, found);
    return found;
  });
