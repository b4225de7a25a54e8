import type { Grant, RbacRef } from '#contract/rbac';
import type { RightsChange, SubjectChange } from '#contract/rbac-change';
import { type AtomicRule, breakdown, ruleCovers } from '#kube/rbac/covers';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { groupsWith, impliedGroups } from '#kube/rbac/user-names';
import type { Authorizer } from '../authorizer.ts';
import { grantOf } from '../grants.ts';
import { subjectText } from '../identity.ts';
import { permissionLines } from '../permission-lines.ts';
import type { Binding, Role } from '../policy.ts';
import { refKey } from '../policy-of.ts';
import { subjectOfKey } from '../subject-index.ts';

/** A rule that a subject holds in one place. */
interface Held {
  readonly rule: PolicyRule;
  readonly grant: Grant;
}

const sureGroups = (key: string): readonly string[] => {
  const { kind, name } = subjectOfKey(key);
  return kind === 'user' ? impliedGroups(name) : groupsWith(name).filter(group => group !== name);
};

const heldBy = (authorizer: Authorizer, key: string, namespace: string | null): readonly Held[] => {
  const { policy, subjects } = authorizer;
  const bounds = (namespace === null ? subjects.cluster : subjects.namespaces.get(namespace))?.get(key) ?? [];
  return bounds.flatMap(({ binding: at, subject }) => {
    const role = policy.bindings[at]?.role ?? -1;
    return (policy.roles[role]?.rules ?? []).map((rule, index) => ({
      // A RoleBinding conveys no URL.
      rule: namespace === null ? rule : { ...rule, nonResourceURLs: [] },
      grant: grantOf(policy, { binding: at, rule: index, subject }),
    }));
  });
};

const clusterRules = new WeakMap<Authorizer, Map<string, readonly PolicyRule[]>>();

/** Rules of a subject by ClusterRoleBindings; groups of everybody are asked for with each subject again. */
const clusterRulesOf = (authorizer: Authorizer, key: string): readonly PolicyRule[] => {
  const known = clusterRules.get(authorizer) ?? new Map<string, readonly PolicyRule[]>();
  clusterRules.set(authorizer, known);
  const found = known.get(key) ?? heldBy(authorizer, key, null).map(({ rule }) => rule);
  known.set(key, found);
  return found;
};

/** All that the subject holds in a place, by itself and by the groups that it is in whatever happens. */
const rulesAt = (authorizer: Authorizer, key: string, namespace: string | null): readonly PolicyRule[] =>
  [key, ...sureGroups(key).map(authorizer.subjects.groupKey)].flatMap(one => [
    ...clusterRulesOf(authorizer, one),
    ...(namespace === null ? [] : heldBy(authorizer, one, namespace).map(({ rule }) => rule)),
  ]);

interface Piece extends Held {
  readonly atoms: readonly AtomicRule[];
}

/** What `held` has and none of `others` covers. */
const piecesBeyond = (held: readonly Held[], others: readonly PolicyRule[]): readonly Piece[] =>
  held.flatMap(one => {
    const atoms = breakdown(one.rule).filter(atom => !others.some(rule => ruleCovers(rule, atom)));
    return atoms.length === 0 ? [] : [{ ...one, atoms }];
  });

const atomKey = ({ verb, group, resource, name, url }: AtomicRule): string => JSON.stringify([verb, group, resource, name, url]);

/** Rules of one piece each, so that lines for reading can be made of them. */
const ruleOfAtom = ({ verb, group, resource, name, url }: AtomicRule): PolicyRule => ({
  verbs: [verb],
  apiGroups: url === null ? [group] : [],
  resources: url === null ? [resource] : [],
  resourceNames: name === null ? [] : [name],
  nonResourceURLs: url === null ? [] : [url],
  path: '',
});

const mostGrants = 3;

const linesOf = (pieces: readonly Piece[], namespace: string | null): readonly RightsChange[] => {
  const sourced = pieces.flatMap(({ atoms }, source) => atoms.map(atom => ({ source, at: 0, rule: ruleOfAtom(atom) })));
  const lines = permissionLines(sourced, rule => rule.verbs);
  return lines.map(({ group, resources, verbs, names, urls, by }) => {
    const grants = [...new Set(by.map(({ source }) => source))].flatMap(source => pieces[source]?.grant ?? []);
    return {
      namespace,
      group,
      resources: [...resources],
      verbs: [...verbs],
      names: [...names],
      urls: [...urls],
      by: grants.slice(0, mostGrants),
      moreBy: Math.max(0, grants.length - mostGrants),
    };
  });
};

interface Difference {
  readonly lines: readonly RightsChange[];
  readonly count: number;
}

/** What the subject holds in `now` at this place and did not hold in `then`. What it holds cluster-wide is told there alone. */
const beyond = (now: Authorizer, then: Authorizer, key: string, namespace: string | null): Difference => {
  const others = [...rulesAt(then, key, namespace), ...(namespace === null ? [] : rulesAt(now, key, null))];
  const pieces = piecesBeyond(heldBy(now, key, namespace), others);
  if (pieces.length === 0) return { lines: [], count: 0 };
  return { lines: linesOf(pieces, namespace), count: new Set(pieces.flatMap(({ atoms }) => atoms.map(atomKey))).size };
};

const rulesText = (rules: readonly PolicyRule[]): string =>
  JSON.stringify(rules.map(rule => [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]));

/** A number for each list of rules, the same in both states. */
const createNumbers = (): ((rules: readonly PolicyRule[]) => number) => {
  const numbers = new Map<string, number>();
  return rules => {
    const text = rulesText(rules);
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
};

/** A text for all that a binding gives: of two states with the same one, nothing has changed by it. */
const contentOf = (
  { policy, classes }: Authorizer,
  numberOf: (rules: readonly PolicyRule[]) => number,
): ((binding: Binding) => string) => {
  const numbers = classes.rules.map(numberOf);
  const none = numberOf([]);
  return ({ role, subjects }) => {
    const rules = policy.roles[role] === undefined ? none : (numbers[classes.of[role] ?? -1] ?? none);
    return `${rules} ${subjects.map(({ kind, name }) => `${kind} ${name}`).join('\n')}`;
  };
};

const byRef = (bindings: readonly Binding[]): ReadonlyMap<string, Binding> =>
  new Map(bindings.map(binding => [refKey(binding.ref), binding]));

/** The very same objects: one state is made of the other, and most of it is shared. */
const isSame = (before: Authorizer, was: Binding, after: Authorizer, is: Binding): boolean =>
  was.object === is.object && before.policy.roles[was.role]?.object === after.policy.roles[is.role]?.object;

/** Subjects and places that bindings which differ concern. */
const touched = (before: Authorizer, after: Authorizer): ReadonlyMap<string, ReadonlySet<string | null>> => {
  const [was, is] = [byRef(before.policy.bindings), byRef(after.policy.bindings)];
  const numberOf = createNumbers();
  const [wasContent, isContent] = [contentOf(before, numberOf), contentOf(after, numberOf)];
  const places = new Map<string, Set<string | null>>();
  const touch = (binding: Binding | undefined): void => {
    for (const subject of binding?.subjects ?? []) {
      const key = before.subjects.keyOf(subject);
      const known = places.get(key) ?? new Set();
      known.add(binding?.ref.namespace ?? null);
      places.set(key, known);
    }
  };
  for (const [ref, binding] of was) {
    const other = is.get(ref);
    if (other !== undefined && (isSame(before, binding, after, other) || wasContent(binding) === isContent(other))) continue;
    touch(binding);
    touch(other);
  }
  for (const [ref, binding] of is) if (!was.has(ref)) touch(binding);
  return places;
};

const inOrder = (places: ReadonlySet<string | null>): readonly (string | null)[] =>
  [...places].sort((left, right) => ((left ?? '') < (right ?? '') ? -1 : 1));

const compareSubject = (
  before: Authorizer,
  after: Authorizer,
  key: string,
  places: ReadonlySet<string | null>,
): SubjectChange => {
  const gained = inOrder(places).map(place => beyond(after, before, key, place));
  const lost = inOrder(places).map(place => beyond(before, after, key, place));
  const changes = [...gained, ...lost].flatMap(({ lines }) => lines);
  return {
    subject: subjectText(subjectOfKey(key)),
    baseline: changes.every(({ by }) => by.every(({ baseline }) => baseline)),
    gained: gained.flatMap(({ lines }) => lines),
    lost: lost.flatMap(({ lines }) => lines),
    gainedCount: gained.reduce((sum, { count }) => sum + count, 0),
    lostCount: lost.reduce((sum, { count }) => sum + count, 0),
  };
};

/** Every subject of bindings that holds other rights in one state than in the other; those who gain most first. */
export const compareRights = (before: Authorizer, after: Authorizer): readonly SubjectChange[] =>
  [...touched(before, after)]
    .map(([key, places]) => compareSubject(before, after, key, places))
    .filter(({ gainedCount, lostCount }) => gainedCount + lostCount > 0)
    .sort(
      (left, right) =>
        right.gainedCount - left.gainedCount || right.lostCount - left.lostCount || (left.subject < right.subject ? -1 : 1),
    );

export interface ChangedObject {
  readonly ref: RbacRef;
  readonly change: 'added' | 'removed' | 'changed';
}

const textOf = (one: Role | Binding): string =>
  'rules' in one
    ? rulesText(one.rules)
    : `${refKey(one.roleRef)}\n${one.subjects.map(({ kind, name }) => `${kind} ${name}`).join('\n')}`;

/** Roles and bindings that came, went, or give something else. */
export const changedObjects = (before: Authorizer, after: Authorizer): readonly ChangedObject[] => {
  const all = ({ policy }: Authorizer): ReadonlyMap<string, Role | Binding> =>
    new Map([...policy.roles, ...policy.bindings].map(one => [refKey(one.ref), one]));
  const [was, is] = [all(before), all(after)];
  const removed = [...was].flatMap(([key, one]): readonly ChangedObject[] => {
    const now = is.get(key);
    if (now === undefined) return [{ ref: one.ref, change: 'removed' }];
    return now.object === one.object || textOf(now) === textOf(one) ? [] : [{ ref: one.ref, change: 'changed' }];
  });
  const added = [...is].flatMap(([key, { ref }]): readonly ChangedObject[] => (was.has(key) ? [] : [{ ref, change: 'added' }]));
  return [...added, ...removed].sort((left, right) => (refKey(left.ref) < refKey(right.ref) ? -1 : 1));
};
