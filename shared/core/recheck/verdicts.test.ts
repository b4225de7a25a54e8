import { describe, expect, test } from 'vitest';
import type { Finding } from '#contract/finding';
import type { RecheckState } from '#contract/recheck';
import { identityOf, type RecheckPlan } from './plan.ts';
import { countsOf, verdictsOf } from './verdicts.ts';
import type { SecondLook } from './look-again.ts';

const api = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' };

const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  id,
  ruleId: 'r',
  status: 'fail',
  severity: 'high',
  resource: api,
  ownerIncomplete: false,
  at: { resource: api, path: '/spec' },
  path: '/spec',
  occurrences: [{ kind: 'Pod', namespace: 'shop', name: 'p' }],
  message: 'It is so.',
  why: '',
  fix: '',
  frameworks: [],
  fixable: false,
  needs: [],
  ...change,
});

const needs = [{ group: '', resource: 'pods', verb: 'list', namespace: 'shop' }];
const unknownIn = (id: string, namespace: string | null): Finding =>
  finding(id, {
    status: 'unknown',
    resource: namespace === null ? null : { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    at: null,
    needs,
  });

type Told = readonly [finding: string, state: RecheckState, note: string | undefined];

const check = (
  before: readonly Finding[],
  after: readonly Finding[],
  look: Partial<SecondLook>,
  expected: readonly Told[],
): void => {
  const plan: RecheckPlan = { area: { type: 'objects', seeds: [api] }, rules: [], before, asked: before[0]?.id ?? null };
  const verdicts = verdictsOf(
    plan,
    { findings: after, absent: new Set(), refused: new Map(), requests: 1, ...look },
    new Set(before.map(({ id }) => id)),
  );
  expect(verdicts.map(({ finding: id, state, notes }): Told => [id, state, notes[0]])).toEqual(expected);
  expect(Object.values(countsOf(verdicts)).reduce((sum, count) => sum + count, 0)).toBe(verdicts.length);
};

describe('what two looks say', () => {
  test.each<[string, Finding[], Finding[], Partial<SecondLook>, Told[]]>([
    ['the same', [finding('a')], [finding('a')], {}, [['a', 'still', undefined]]],
    [
      'other names of replicas',
      [finding('a')],
      [finding('a', { occurrences: [{ kind: 'Pod', name: 'q' }] })],
      {},
      [['a', 'still', undefined]],
    ],
    [
      'fewer replicas',
      [finding('a')],
      [finding('a', { occurrences: [] })],
      {},
      [['a', 'changed', '0 occurrences, was 1 occurrence.']],
    ],
    [
      'worse',
      [finding('a')],
      [finding('a', { severity: 'critical' })],
      {},
      [['a', 'changed', 'Severity was high, is critical.']],
    ],
    ['mended', [finding('a')], [], {}, [['a', 'gone', 'The object is there, and the rule has nothing against it any more.']]],
    ['deleted', [finding('a')], [], { absent: new Set([identityOf(api)]) }, [['a', 'gone', 'The object is no longer there.']]],
    [
      'not to be read any more',
      [finding('a')],
      [],
      {
        refused: new Map([
          [identityOf(api), { state: 'denied', why: 'forbidden', need: { group: 'apps', resource: 'deployments', verb: 'get' } }],
        ]),
      },
      [['a', 'unknown', 'forbidden']],
    ],
    [
      'what the rule needs is not to be read',
      [finding('a')],
      [unknownIn('u', 'shop')],
      {},
      [
        ['a', 'unknown', 'It is so.'],
        ['u', 'unknown', 'It was known in the snapshot.'],
      ],
    ],
    [
      'an unknown of elsewhere says nothing',
      [finding('a'), unknownIn('u', 'pay')],
      [unknownIn('u', 'pay')],
      {},
      [
        ['a', 'gone', 'The object is there, and the rule has nothing against it any more.'],
        ['u', 'still', 'It is still not known.'],
      ],
    ],
    [
      'an unknown of the whole cluster does',
      [finding('a'), unknownIn('u', null)],
      [unknownIn('u', null)],
      {},
      [
        ['a', 'unknown', 'It is so.'],
        ['u', 'still', 'It is still not known.'],
      ],
    ],
    [
      'answered',
      [unknownIn('u', 'shop')],
      [finding('b')],
      {},
      [
        ['u', 'gone', 'The check was answered.'],
        ['b', 'new', undefined],
      ],
    ],
  ])('%s', (_, before, after, look, expected) => check(before, after, look, expected));
});
