import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { Handlers } from '#core/core';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

export const ruleHandlers = (
  open: OpenSnapshots,
  book: RuleBook,
): Pick<Handlers, 'rules.list' | 'rules.cases' | 'rules.results'> => ({
  'rules.list': async () => ok({ rules: [...book.cards], version: book.version }),
  'rules.cases': async ({ rule }) => {
    const cases = book.cases.get(rule);
    return cases === undefined
      ? fail(problem('rule-unknown', { what: `There is no rule ${rule}.`, why: 'This program has other rules.' }))
      : ok({ cases: [...cases] });
  },
  'rules.results': async ({ snapshot }) => {
    const opened = await open.get(snapshot);
    if (!opened.ok) return opened;
    const { rulesVersion, tallies, skipped, defects } = opened.value.snapshot.evaluation();
    const reasons = new Map(skipped.map(({ ruleId, reason }) => [ruleId, reason]));
    const failures = new Map(defects.map(({ ruleId, message }) => [ruleId, message]));
    const silent = [...reasons.keys()].filter(id => !tallies.some(({ ruleId }) => ruleId === id));
    return ok({
      rulesVersion,
      results: [...tallies, ...silent.map(ruleId => ({ ruleId, passed: 0, failed: 0, unknown: 0 }))].map(tally => ({
        ...tally,
        skipped: reasons.get(tally.ruleId) ?? null,
        defect: failures.get(tally.ruleId) ?? null,
      })),
    });
  },
});
