import { expect, test } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';
import { ruleHandlers } from './rule-handlers.ts';

const { signal } = new AbortController();

const book = {
  version: '2',
  cards: [],
  cases: new Map([['a', [{ kind: 'failing', name: 'one', nearMiss: false, text: 'name: one\n' }]]]),
} as unknown as RuleBook;

const handlers = (evaluation: Partial<Evaluation>) =>
  ruleHandlers(
    {
      get: () => ({
        ok: true,
        value: { snapshot: { evaluation: () => ({ rulesVersion: '1', tallies: [], skipped: [], defects: [], ...evaluation }) } },
      }),
    } as unknown as OpenSnapshots,
    book,
  );

test.each<[string, Partial<Evaluation>, readonly string[]]>([
  ['nothing', {}, []],
  ['counts, as they were told', { tallies: [{ ruleId: 'a', passed: 1, failed: 2, unknown: 3 }] }, ['a 1 2 3 - -']],
  ['a rule that did not run', { skipped: [{ ruleId: 'b', reason: 'no registries' }] }, ['b 0 0 0 no registries -']],
  [
    'a rule that failed has its counts too',
    { tallies: [{ ruleId: 'a', passed: 1, failed: 0, unknown: 1 }], defects: [{ ruleId: 'a', message: 'TypeError' }] },
    ['a 1 0 1 - TypeError'],
  ],
])('results: %s', async (_, evaluation, expected) => {
  const answer = await handlers(evaluation)['rules.results']({ snapshot: 's' }, { signal });
  expect(
    answer.ok &&
      answer.value.results.map(
        ({ ruleId, passed, failed, unknown, skipped, defect }) =>
          `${ruleId} ${passed} ${failed} ${unknown} ${skipped ?? '-'} ${defect ?? '-'}`,
      ),
  ).toEqual(expected);
  expect(answer.ok && answer.value.rulesVersion).toBe('1');
});

test('cases of a rule, and none of one that is not there', async () => {
  expect(await handlers({})['rules.cases']({ rule: 'a' }, { signal })).toMatchObject({
    ok: true,
    value: { cases: [{ name: 'one' }] },
  });
  expect(await handlers({})['rules.cases']({ rule: 'x' }, { signal })).toMatchObject({
    ok: false,
    error: { code: 'rule-unknown' },
  });
});
