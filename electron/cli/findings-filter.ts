import type { Evaluation } from '#contract/evaluation';
import { fieldWords, type FilterField } from '#contract/filter-fields';
import { type FilterError, filterOfTerms, filterProblem, readFilter } from '#contract/filter-text';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Output } from '#contract/methods';
import { listed, matching } from '#core/findings/filter';
import type { CliCore } from './cli-core.ts';

type Cards = Output<'rules.list'>['rules'];

/** Leaves of an evaluation the findings that a `--filter` names; checks and coverage stay whole. */
export type Narrow = (evaluation: Evaluation) => Evaluation;

const knownValues = (cards: Cards): Partial<Record<FilterField, readonly string[]>> => ({
  rule: cards.map(card => card.id),
  pack: cards.map(card => card.pack),
  framework: cards.flatMap(card => card.frameworks.flatMap(control => [control, control.split('/')[0] ?? control])),
});

/** A rule that is none: a typing error must not look like a clean result. */
const unknownNames = (text: string, cards: Cards): readonly FilterError[] => {
  const known = knownValues(cards);
  return readFilter(text).terms.flatMap(term => {
    if (term.type !== 'field') return [];
    const names = known[term.field];
    const wrong = names === undefined ? undefined : term.values.find(value => !names.includes(value.toLowerCase()));
    return wrong === undefined
      ? []
      : [{ from: term.from, to: term.to, what: `There is no ${fieldWords[term.field]} “${wrong.slice(0, 80)}”.` }];
  });
};

/** `pss`: other rules than the catalogue's, whose names are not looked up. */
export const narrowBy = async (text: string | undefined, core: CliCore, pss: boolean): Promise<Result<Narrow, Problem>> => {
  if (text === undefined) return ok(evaluation => evaluation);
  const cards = (await core.rules()).list;
  const { terms, errors } = readFilter(text);
  const wrong = filterProblem([...errors, ...(pss ? [] : unknownNames(text, cards))].toSorted((a, b) => a.from - b.from));
  if (wrong !== undefined) return fail({ ...wrong, what: '--filter cannot be read.' });
  const filter = filterOfTerms(terms);
  const packOf = new Map(cards.map(card => [card.id, card.pack]));
  return ok(evaluation => ({
    ...evaluation,
    findings: matching(
      evaluation.findings.map(finding => listed(finding, packOf)),
      filter,
    ).map(row => row.finding),
  }));
};
