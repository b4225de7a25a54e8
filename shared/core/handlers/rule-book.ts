import type { Output, RuleCase } from '#contract/methods';
import type { AnyRule } from '#contract/rule';

export type RuleCardRow = Output<'rules.list'>['rules'][number];

/** The rules as the catalogue tells them, beside the rules as they run. */
export interface RuleBook {
  readonly version: string;
  readonly rules: readonly AnyRule[];
  readonly cards: readonly RuleCardRow[];
  readonly packOf: ReadonlyMap<string, string>;
  /** What tests each rule, in the order of its file. */
  readonly cases: ReadonlyMap<string, readonly RuleCase[]>;
}

const none: readonly RuleCase[] = [];

const countOf = (cases: readonly RuleCase[], kind: RuleCase['kind']): number => cases.filter(each => each.kind === kind).length;

/** `frameworks` maps a rule's id to the controls it answers (`pss/baseline`). */
export const createRuleBook = (
  rules: readonly AnyRule[],
  version: string,
  frameworks: ReadonlyMap<string, readonly string[]>,
  cases: ReadonlyMap<string, readonly RuleCase[]> = new Map(),
): RuleBook => ({
  version,
  rules,
  cards: rules.map(rule => {
    const own = cases.get(rule.id) ?? none;
    return {
      id: rule.id,
      pack: rule.pack,
      severity: rule.severity,
      what: rule.what,
      why: rule.why,
      fix: rule.fix,
      references: [...rule.references],
      frameworks: [...(frameworks.get(rule.id) ?? [])],
      fixable: rule.remediate !== undefined,
      needs: [...new Set([...rule.appliesTo.resources, ...rule.needs])].toSorted(),
      cases: { failing: countOf(own, 'failing'), passing: countOf(own, 'passing'), unknown: countOf(own, 'unknown') },
    };
  }),
  packOf: new Map(rules.map(rule => [rule.id, rule.pack])),
  cases,
});
