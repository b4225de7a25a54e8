import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { AttackEdge, Right, RightsEdge } from '../edge.ts';

/** A right without its place: what one rule must allow. `name`: as in `Right`, `is` for a fixed one. */
export interface Predicate {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
  readonly name: 'target' | 'none' | 'some' | 'is';
  readonly is: string;
}

/** Where a right must hold: the target's namespace, the whole cluster, or one of `Plans.fixed`. */
export const inTarget = -1;
export const inCluster = -2;

export interface Literal {
  readonly predicate: number;
  readonly where: number;
}

/** A rights edge made ready: its clauses by numbers of predicates and places. */
export interface Plan {
  /** Index among all edges. */
  readonly index: number;
  readonly edge: RightsEdge;
  readonly clauses: readonly (readonly Literal[])[];
  /** Whether a grant in the target's namespace can make a difference. */
  readonly local: boolean;
  readonly scoped: boolean;
}

export interface Plans {
  readonly predicates: readonly Predicate[];
  readonly fixed: readonly string[];
  readonly plans: readonly Plan[];
  /** By index of edge. */
  readonly byEdge: readonly (Plan | undefined)[];
  /** What tells holders of every right. */
  readonly everything: number;
}

const predicateOf = ({ verbs, group, resources, name }: Omit<Right, 'where'>): Predicate => ({
  verbs,
  group,
  resources,
  name: typeof name === 'string' ? name : 'is',
  is: typeof name === 'string' ? '' : name.is,
});

export const createPlans = (edges: readonly AttackEdge[]): Plans => {
  const predicates: Predicate[] = [];
  const fixed: string[] = [];
  const known = new Map<string, number>();
  const number = (right: Omit<Right, 'where'>): number => {
    const predicate = predicateOf(right);
    const key = JSON.stringify(predicate);
    const found = known.get(key) ?? predicates.push(predicate) - 1;
    known.set(key, found);
    return found;
  };
  const place = (where: Right['where']): number => {
    if (typeof where === 'string') return where === 'target' ? inTarget : inCluster;
    const at = fixed.indexOf(where.namespace);
    return at >= 0 ? at : fixed.push(where.namespace) - 1;
  };
  const everything = number({ verbs: ['*'], group: '*', resources: ['*'], name: 'none' });
  const byEdge = edges.map((edge, index): Plan | undefined => {
    if (edge.kind !== 'rights') return undefined;
    const clauses = edge.rights.map(clause => clause.map(right => ({ predicate: number(right), where: place(right.where) })));
    const scoped = edge.scope === 'namespace';
    const local = scoped && clauses.some(clause => clause.some(({ where }) => where === inTarget));
    return { index, edge, clauses, local, scoped };
  });
  return { predicates, fixed, byEdge, everything, plans: byEdge.filter(plan => plan !== undefined) };
};

/** A `?` at the end stands for some rest, a `*` in a rule for all of them. */
const has = (entries: readonly string[], wanted: string): boolean =>
  entries.includes('*') ||
  (wanted.endsWith('?') ? entries.some(entry => entry.startsWith(wanted.slice(0, -1))) : entries.includes(wanted));

/** `*` is all, a subresource has its own name, `*` + `/sub` is that of any resource; a star in its place names nothing. */
const hasResource = (entries: readonly string[], wanted: string): boolean => {
  const real = wanted.endsWith('?') ? entries.filter(entry => entry === '*' || !entry.endsWith('/*')) : entries;
  if (has(real, wanted)) return true;
  const slash = wanted.indexOf('/');
  return slash >= 0 && has(real, `*${wanted.slice(slash)}`);
};

/** Whether the rule allows it to some name at least. */
export const ruleMatches = (rule: PolicyRule, { verbs, group, resources }: Predicate): boolean =>
  has(rule.apiGroups, group) &&
  verbs.some(verb => has(rule.verbs, verb)) &&
  resources.some(resource => hasResource(rule.resources, resource));

/** To which names: every, or those listed (none at all: []). */
export const ruleGives = (rule: PolicyRule, predicate: Predicate): 'all' | readonly string[] => {
  if (!ruleMatches(rule, predicate)) return [];
  const names = rule.resourceNames;
  if (names.length === 0 || predicate.name === 'some') return 'all';
  if (predicate.name === 'target') return names.filter(name => name !== '');
  return predicate.name === 'is' && names.includes(predicate.is) ? 'all' : [];
};
