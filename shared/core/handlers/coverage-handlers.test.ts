import { describe, expect, test } from 'vitest';
import type { CoverageEntry } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { listed } from '#core/findings/filter';
import { coverageHandlers } from './coverage-handlers.ts';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

const entry = (resource: string, state: CoverageEntry['state'], namespace: string | null = null): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace,
  state,
  count: 0,
  reason: '',
  needs: [],
});

const unknown = (ruleId: string, namespace: string | null): Finding => ({
  id: `${ruleId}/${namespace ?? ''}`,
  ruleId,
  status: 'unknown',
  severity: 'high',
  resource: namespace === null ? null : { apiVersion: 'v1', kind: 'Namespace', name: namespace },
  ownerIncomplete: false,
  at: null,
  path: '',
  occurrences: [],
  message: '',
  why: '',
  fix: '',
  frameworks: [],
  fixable: false,
  needs: [],
});

const card = (id: string, needs: readonly string[]) => ({ id, needs }) as unknown as RuleBook['cards'][number];
const book = {
  cards: [card('reads-secrets', ['secrets', 'namespaces']), card('reads-kubelets', ['kubeletconfigs'])],
} as unknown as RuleBook;

const check = async (
  entries: readonly CoverageEntry[],
  findings: readonly Finding[],
  expected: readonly string[],
): Promise<void> => {
  const snapshot = {
    evaluation: () => ({ coverage: { percent: 0, cells: 1, full: 0 } }),
    coverage: () => ({ namespaces: ['a', 'b'], entries }),
    types: () => [],
  };
  const open = {
    get: () => ({ ok: true, value: { snapshot, rows: findings.map(finding => listed(finding, new Map())) } }),
  } as unknown as OpenSnapshots;
  const answer = await coverageHandlers(open, book)['coverage.get']({ snapshot: 's' }, { signal: new AbortController().signal });
  expect(
    answer.ok &&
      answer.value.entries.map(
        ({ resource, namespace, state, unknown: count }) => `${resource} ${namespace ?? '*'} ${state} ${count}`,
      ),
  ).toEqual(expected);
};

describe('coverage, gaps first', () => {
  test('a gap counts the unknowns whose rule reads it there, also where no permission may be advised', () =>
    check(
      [
        entry('pods', 'full'),
        entry('events', 'skipped'),
        entry('kubeletconfigs', 'failed'),
        entry('secrets', 'denied', 'a'),
        entry('secrets', 'denied', 'b'),
      ],
      [unknown('reads-secrets', 'a'), unknown('reads-kubelets', null)],
      ['kubeletconfigs * failed 1', 'secrets a denied 1', 'secrets b denied 0', 'events * skipped 0', 'pods * full 0'],
    ));

  test('what is full or not served explains nothing', () =>
    check(
      [entry('secrets', 'full'), entry('kubeletconfigs', 'not-served')],
      [unknown('reads-secrets', 'a')],
      ['secrets * full 0', 'kubeletconfigs * not-served 0'],
    ));
});
