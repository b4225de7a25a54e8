import type { UpkeepRow } from '#contract/rbac';
import { covers } from '#kube/rbac/covers';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { groupsWith, impliedGroups } from '#kube/rbac/user-names';
import type { Authorizer } from '../authorizer.ts';
import type { Binding, BoundSubject } from '../policy.ts';
import { refText, rowOf } from './ref-text.ts';

/** Groups in which a subject is whatever happens: rights by them survive. */
const surelyIn = ({ kind, name }: BoundSubject): readonly string[] =>
  kind === 'user' ? impliedGroups(name) : groupsWith(name).filter(group => group !== name);

interface Survey {
  /** Whether rules of these classes together cover class `wanted`, each piece by one rule. */
  covered(wanted: number, by: readonly number[], inNamespace: boolean): boolean;
}

/** No URL is granted through a RoleBinding, so none is lost with it. */
const lostRules = (rules: readonly PolicyRule[], inNamespace: boolean): readonly PolicyRule[] =>
  inNamespace ? rules.map(rule => ({ ...rule, nonResourceURLs: [] })) : rules;

const createSurvey = ({ classes }: Authorizer): Survey => {
  const known = new Map<string, boolean>();
  return {
    covered: (wanted, by, inNamespace) => {
      const distinct = [...new Set(by)].sort((left, right) => left - right);
      const key = `${inNamespace ? 'n' : 'c'} ${wanted} ${distinct.join(' ')}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const rules = distinct.flatMap(cls => classes.rules[cls] ?? []);
      const answer = covers(rules, lostRules(classes.rules[wanted] ?? [], inNamespace));
      known.set(key, answer);
      return answer;
    },
  };
};

/** Other bindings by which the subject holds rights wherever this one gives them. */
const othersOf = (
  { subjects, policy }: Authorizer,
  at: number,
  binding: Binding,
  subject: BoundSubject,
  gone: Uint8Array,
): readonly number[] => {
  const keys = [subjects.keyOf(subject), ...surelyIn(subject).map(subjects.groupKey)];
  const here = binding.ref.namespace === null ? undefined : subjects.namespaces.get(binding.ref.namespace);
  const others: number[] = [];
  for (const key of keys)
    for (const list of [subjects.cluster.get(key), here?.get(key)])
      for (const bound of list ?? [])
        if (bound.binding !== at && gone[bound.binding] === 0 && (policy.bindings[bound.binding]?.role ?? -1) >= 0)
          others.push(bound.binding);
  return others;
};

/**
 * Bindings whose every right each of their subjects holds by others, too: all of them can go at once, since what one of them counts
 * on is none of the rest. Those of namespaces are looked at before those of the cluster.
 */
export const redundantRows = (authorizer: Authorizer, repeated: ReadonlyMap<number, number>): readonly UpkeepRow[] => {
  const { policy, classes } = authorizer;
  const survey = createSurvey(authorizer);
  const gone = new Uint8Array(policy.bindings.length);
  for (const at of repeated.keys()) gone[at] = 1;
  const classOf = (at: number): number => classes.of[policy.bindings[at]?.role ?? -1] ?? -1;
  const rows: UpkeepRow[] = [];
  for (let at = policy.bindings.length - 1; at >= 0; at--) {
    const binding = policy.bindings[at];
    if (binding === undefined || gone[at] === 1 || binding.role < 0 || binding.subjects.length === 0) continue;
    // What grants nothing is dormant, not redundant.
    if ((classes.rules[classOf(at)] ?? []).length === 0) continue;
    const used = new Set<number>();
    const survives = binding.subjects.every(subject => {
      const others = othersOf(authorizer, at, binding, subject, gone);
      if (others.length === 0 || !survey.covered(classOf(at), others.map(classOf), binding.ref.namespace !== null)) return false;
      for (const other of others) used.add(other);
      return true;
    });
    if (!survives) continue;
    gone[at] = 1;
    const by = smallest(survey, classOf, at, binding, [...used]);
    rows.push(
      rowOf(
        'redundant',
        binding.ref,
        `${refText(binding.ref)} gives its subjects nothing that they do not hold by other bindings.`,
        by.map(other => refText(policy.bindings[other]?.ref ?? binding.ref)),
        binding,
      ),
    );
  }
  return rows.reverse();
};

/** Of the bindings that it was held against, one alone where one does; else all of them, at most 20. */
const smallest = (
  survey: Survey,
  classOf: (at: number) => number,
  at: number,
  binding: Binding,
  used: readonly number[],
): readonly number[] => {
  const sorted = used.toSorted((left, right) => left - right);
  const alone = binding.subjects.length === 1;
  const one = alone
    ? sorted.find(other => survey.covered(classOf(at), [classOf(other)], binding.ref.namespace !== null))
    : undefined;
  return one === undefined ? sorted.slice(0, 20) : [one];
};
