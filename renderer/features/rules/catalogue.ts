import type { Output, RuleResult } from '#contract/methods';
import { type Severity, severities } from '#contract/finding';

export type Rule = Output<'rules.list'>['rules'][number];

/** What a rule said on the open snapshot; `none`: no snapshot is open, or its evaluation does not know the rule. */
export type Verdict = 'failed' | 'unknown' | 'passed' | 'not-run' | 'none';

export interface Row {
  readonly rule: Rule;
  readonly result: RuleResult | undefined;
  readonly verdict: Verdict;
}

export interface Filter {
  readonly words: string;
  readonly pack: string;
  readonly framework: string;
  readonly severity: Severity | '';
  readonly verdict: Verdict | '';
}

export const verdicts: readonly Verdict[] = ['failed', 'unknown', 'passed', 'not-run', 'none'];

export const verdictWords: Readonly<Record<Verdict, string>> = {
  failed: 'failed',
  unknown: 'unknown',
  passed: 'passed',
  'not-run': 'did not run',
  none: 'no result',
};

/** The worst that it said: a fault beside an unknown is a fault. Nothing to check is a pass of nothing. */
export const verdictOf = (result: RuleResult | undefined): Verdict => {
  if (result === undefined) return 'none';
  if (result.skipped !== null || result.defect !== null) return 'not-run';
  return result.failed > 0 ? 'failed' : result.unknown > 0 ? 'unknown' : 'passed';
};

const among = <V extends string>(value: string | null, of: readonly V[]): V | '' => of.find(each => each === value) ?? '';

export const filterOf = (params: URLSearchParams): Filter => ({
  words: params.get('q') ?? '',
  pack: params.get('pack') ?? '',
  framework: params.get('framework') ?? '',
  severity: among(params.get('severity'), severities),
  verdict: among(params.get('result'), verdicts),
});

/** `pss/baseline` is a control of the framework `pss`. */
export const frameworkOf = (control: string): string => control.split('/')[0] ?? control;

export const frameworksOf = (rules: readonly Rule[]): readonly string[] =>
  [...new Set(rules.flatMap(({ frameworks }) => frameworks.map(frameworkOf)))].sort();

export const packsOf = (rules: readonly Rule[]): readonly string[] => [...new Set(rules.map(({ pack }) => pack))].sort();

const textOf = ({ id, pack, what, frameworks }: Rule): string => `${id} ${pack} ${what} ${frameworks.join(' ')}`.toLowerCase();

export const rowsOf = (rules: readonly Rule[], results: readonly RuleResult[] | undefined, filter: Filter): readonly Row[] => {
  const byRule = new Map(results?.map(result => [result.ruleId, result]));
  const parts = filter.words.toLowerCase().split(/\s+/u).filter(Boolean);
  return rules
    .map((rule): Row => {
      const result = byRule.get(rule.id);
      return { rule, result, verdict: verdictOf(result) };
    })
    .filter(
      ({ rule, verdict }) =>
        (filter.pack === '' || rule.pack === filter.pack) &&
        (filter.framework === '' || rule.frameworks.some(control => frameworkOf(control) === filter.framework)) &&
        (filter.severity === '' || rule.severity === filter.severity) &&
        (filter.verdict === '' || verdict === filter.verdict) &&
        parts.every(part => textOf(rule).includes(part)),
    );
};
