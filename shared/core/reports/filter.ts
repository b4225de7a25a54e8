import type { Severity } from '#contract/finding';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { RuleCard } from '#contract/rule';
import { parseSelectorText } from '#kube/label-selector';
import type { EvaluateOnly } from '../evaluate/options.ts';

/** The filters as a user writes them. An empty list narrows nothing; fields are joined by AND, values of one by OR. */
export interface ScanFilter {
  readonly namespaces: readonly string[];
  readonly excludeNamespaces: readonly string[];
  readonly selector: string | undefined;
  readonly kinds: readonly string[];
  readonly rules: readonly string[];
  /** `pss` or `pss/baseline`: a framework, or a control of one. */
  readonly frameworks: readonly string[];
  readonly severity: Severity | undefined;
}

type Card = Pick<RuleCard, 'id' | 'frameworks'>;

const answers = (rule: Card, framework: string): boolean =>
  rule.frameworks.some(control => control === framework || control.startsWith(`${framework}/`));

const nearest = (wanted: string, known: readonly string[]): string => {
  const near = known.filter(each => each.includes(wanted) || wanted.includes(each));
  return (near.length > 0 ? near : known).slice(0, 8).join(', ');
};

const unknownRule = (wanted: string, rules: readonly Card[]): Problem =>
  problem('rule-unknown', {
    what: `There is no rule "${wanted.slice(0, 100)}".`,
    why: `--rule takes the id of a rule; there are, for example, ${nearest(
      wanted,
      rules.map(rule => rule.id),
    )}.`,
  });

const unknownFramework = (wanted: string, rules: readonly Card[]): Problem => {
  const controls = rules.flatMap(rule => rule.frameworks);
  const names = [...new Set(controls.map(control => control.split('/')[0] ?? control))].toSorted();
  return problem('filter-invalid', {
    what: `No rule belongs to a framework or control "${wanted.slice(0, 100)}".`,
    why: `--framework takes one of ${names.join(', ')}, or a control of it such as ${controls[0] ?? 'pss/baseline'}.`,
  });
};

const wrongSelector = (text: string): Problem =>
  problem('filter-invalid', {
    what: `The selector cannot be read: "${text.slice(0, 100)}".`,
    why: 'Its terms are key, !key, key=value, key!=value, key in (a, b) or key notin (a, b), joined by commas.',
  });

/** A rule, framework or selector that is none: a typing error must not look like a clean result. */
const filterProblem = (filter: ScanFilter, rules: readonly Card[]): Problem | undefined => {
  if (filter.selector !== undefined && parseSelectorText(filter.selector) === undefined) return wrongSelector(filter.selector);
  const rule = filter.rules.find(id => !rules.some(each => each.id === id));
  if (rule !== undefined) return unknownRule(rule, rules);
  const framework = filter.frameworks.find(wanted => !rules.some(each => answers(each, wanted)));
  return framework === undefined ? undefined : unknownFramework(framework, rules);
};

/** Rules asked for by id and by framework; undefined: all. */
const rulesOf = (filter: ScanFilter, rules: readonly Card[]): Result<readonly string[] | undefined, Problem> => {
  if (filter.frameworks.length === 0) return ok(filter.rules.length === 0 ? undefined : filter.rules);
  const ids = rules
    .filter(
      rule =>
        (filter.rules.length === 0 || filter.rules.includes(rule.id)) && filter.frameworks.some(each => answers(rule, each)),
    )
    .map(rule => rule.id);
  if (ids.length > 0) return ok(ids);
  return fail(
    problem('filter-invalid', {
      what: 'No rule is left: none of those named by --rule belongs to a framework named by --framework.',
      why: 'Filters are joined by AND.',
      todo: 'Leave one of the two out.',
    }),
  );
};

/** The filters as the evaluator takes them: it narrows subjects, findings, counts and cells alike. */
export const onlyOf = (filter: ScanFilter, rules: readonly Card[]): Result<EvaluateOnly, Problem> => {
  const wrong = filterProblem(filter, rules);
  if (wrong !== undefined) return fail(wrong);
  const ids = rulesOf(filter, rules);
  if (!ids.ok) return ids;
  return ok({
    ...(ids.value === undefined ? {} : { rules: ids.value }),
    ...(filter.severity === undefined ? {} : { severity: filter.severity }),
    ...(filter.namespaces.length === 0 ? {} : { namespaces: filter.namespaces }),
    ...(filter.excludeNamespaces.length === 0 ? {} : { excludeNamespaces: filter.excludeNamespaces }),
    ...(filter.kinds.length === 0 ? {} : { kinds: filter.kinds }),
    ...(filter.selector === undefined ? {} : { selector: filter.selector }),
  });
};
