import type { PolicyRule } from '#kube/rbac/policy-rule';
import { ruleGives, type Predicate } from './predicates.ts';

/** Names to which a right is limited, by predicate. */
export type NamedRights = ReadonlyMap<number, readonly string[]>;

/** What rights come to for the edges: a bit a predicate that holds for every name, and names for the others. */
export interface RightsClass {
  readonly mask: Uint32Array;
  readonly named: NamedRights;
}

/**
 * Rights by number: equal ones are one class, however many roles and bindings give them, so that edges are asked once a class.
 * Class 0 has no rights.
 */
export interface RightsClasses {
  readonly count: () => number;
  get(number: number): RightsClass;
  ofRules(rules: readonly PolicyRule[]): number;
  both(left: number, right: number): number;
}

const noNames: NamedRights = new Map();

const keyOf = ({ mask, named }: RightsClass): string =>
  named.size === 0 ? mask.join() : `${mask.join()} ${JSON.stringify([...named].toSorted(([left], [right]) => left - right))}`;

/** What decides of a rule; a list of them is the key under which its class is kept. */
const rulesKey = (rules: readonly PolicyRule[]): string =>
  JSON.stringify(rules.map(({ verbs, apiGroups, resources, resourceNames }) => [verbs, apiGroups, resources, resourceNames]));

export const createRightsClasses = (predicates: readonly Predicate[]): RightsClasses => {
  const words = Math.max(1, Math.ceil(predicates.length / 32));
  const classes: RightsClass[] = [];
  const numbers = new Map<string, number>();
  const byRules = new Map<string, number>();
  const joined = new Map<number, number>();
  const byGroup = new Map<string, number[]>();
  predicates.forEach(({ group }, index) => byGroup.set(group, [...(byGroup.get(group) ?? []), index]));
  const every = predicates.map((_, index) => index);

  const intern = (made: RightsClass): number => {
    const key = keyOf(made);
    const found = numbers.get(key) ?? classes.push(made) - 1;
    numbers.set(key, found);
    return found;
  };
  const asked = (rule: PolicyRule): readonly number[] =>
    rule.apiGroups.includes('*')
      ? every
      : [...new Set(rule.apiGroups)].flatMap(group => byGroup.get(group) ?? []).concat(byGroup.get('?') ?? []);
  const compile = (rules: readonly PolicyRule[]): RightsClass => {
    const mask = new Uint32Array(words);
    const found = new Map<number, Set<string>>();
    for (const rule of rules)
      for (const index of asked(rule)) {
        const given = ruleGives(rule, predicates[index] as Predicate);
        if (given === 'all') setBit(mask, index);
        else for (const name of given) addName(found, index, name);
      }
    return { mask, named: tidy(mask, found) };
  };
  const join = (left: RightsClass, right: RightsClass): RightsClass => {
    const mask = left.mask.map((word, index) => word | (right.mask[index] as number));
    if (left.named.size === 0 && right.named.size === 0) return { mask, named: noNames };
    const found = new Map<number, Set<string>>();
    for (const { named } of [left, right])
      for (const [index, names] of named) for (const name of names) addName(found, index, name);
    return { mask, named: tidy(mask, found) };
  };
  intern({ mask: new Uint32Array(words), named: noNames });
  return {
    count: () => classes.length,
    get: number => classes[number] as RightsClass,
    ofRules: rules => {
      const key = rulesKey(rules);
      const found = byRules.get(key) ?? intern(compile(rules));
      byRules.set(key, found);
      return found;
    },
    both: (left, right) => {
      if (left === right || right === 0) return left;
      if (left === 0) return right;
      // Both below 2^26, so that the pair is exact as one number.
      const key = left < right ? left * 67_108_864 + right : right * 67_108_864 + left;
      const known = joined.get(key);
      if (known !== undefined) return known;
      const made = intern(join(classes[left] as RightsClass, classes[right] as RightsClass));
      joined.set(key, made);
      return made;
    },
  };
};

export const hasBit = (mask: Uint32Array, index: number): boolean => (((mask[index >>> 5] as number) >>> (index & 31)) & 1) === 1;
const setBit = (mask: Uint32Array, index: number): void => {
  mask[index >>> 5] = (mask[index >>> 5] as number) | (1 << (index & 31));
};

const addName = (found: Map<number, Set<string>>, index: number, name: string): void => {
  const names = found.get(index);
  if (names === undefined) found.set(index, new Set([name]));
  else names.add(name);
};

/** Names that a right to every name makes idle are left out; the order is that of the alphabet, so that equal is equal. */
const tidy = (mask: Uint32Array, found: ReadonlyMap<number, ReadonlySet<string>>): NamedRights => {
  const named = new Map<number, readonly string[]>();
  for (const [index, names] of found) if (!hasBit(mask, index)) named.set(index, [...names].sort());
  return named.size === 0 ? noNames : named;
};
