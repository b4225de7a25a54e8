import { describe, expect, test } from 'vitest';
import type { CoverageEntry } from '#contract/coverage';
import { parseFilter } from '#contract/filter-text';
import type { Finding } from '#contract/finding';
import type { SnapshotSummary } from '#contract/snapshot';
import { gapWeights } from '#core/coverage/gap-weight';
import { listed, matching } from '#core/findings/filter';
import { overviewOf } from './overview.ts';

const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  id,
  ruleId: 'r',
  status: 'fail',
  severity: 'high',
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  ownerIncomplete: false,
  at: null,
  path: '',
  occurrences: [],
  message: `claim ${id}`,
  why: '',
  fix: '',
  frameworks: [],
  fixable: true,
  needs: [],
  ...change,
});

const named = (name: string, namespace?: string): Finding['resource'] => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});
const pods = (count: number): Finding['occurrences'] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'Pod', namespace: 'shop', name: `p${at}` }));
const unknown = (id: string, namespace: string, needs: Finding['needs']): Finding =>
  finding(id, { status: 'unknown', fixable: false, resource: { apiVersion: 'v1', kind: 'Namespace', name: namespace }, needs });
const secretsIn = (namespace: string): Finding['needs'] => [{ group: '', resource: 'secrets', verb: 'list', namespace }];

const findings: readonly Finding[] = [
  finding('a', { occurrences: pods(2) }),
  finding('b', { severity: 'low', fixable: false, occurrences: pods(2) }),
  finding('c', { resource: named('wide', 'shop'), occurrences: pods(9) }),
  finding('d', { resource: named('worst', 'a b'), severity: 'critical' }),
  finding('e', { resource: named('everywhere'), severity: 'low' }),
  unknown('u1', 'pay', secretsIn('pay')),
  unknown('u2', 'search', []),
  unknown('u3', 'pay', secretsIn('pay')),
];
const rows = findings.map(one => listed(one, new Map([['r', 'pack']])));

const summary = (id: string, capturedAt: string, clusterId: string | null): SnapshotSummary =>
  ({
    id,
    title: id,
    findings: { critical: 1, high: 2, medium: 0, low: 2 },
    unknown: 3,
    meta: { clusterId, capturedAt, capturedUntil: capturedAt },
  }) as unknown as SnapshotSummary;

const gap = (resource: string, state: CoverageEntry['state'], namespace: string | null): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace,
  state,
  count: 0,
  reason: '',
  needs: [],
});

const overview = (all: readonly SnapshotSummary[] = []) =>
  overviewOf({
    summary: summary('now', '2026-03', 'c'),
    all,
    rows,
    coverage: {
      namespaces: [],
      entries: [
        gap('secrets', 'denied', 'pay'),
        gap('secrets', 'denied', 'search'),
        gap('nodes', 'denied', null),
        gap('pods', 'full', null),
      ],
    },
    unknownsOf: gapWeights(
      findings.filter(({ status }) => status === 'unknown'),
      new Map([['r', new Set(['secrets', 'pods'])]]),
    ),
  });

describe('the overview', () => {
  test('by severity, then by how many objects one change fixes', () =>
    expect(
      overview().first.map(({ finding: worst, findings: count, objects, fixable }) => [worst, count, objects, fixable]),
    ).toEqual([
      ['d', 1, 1, 1],
      ['c', 1, 9, 1],
      ['a', 2, 2, 1],
      ['e', 1, 1, 1],
    ]));

  test('each leads to its findings by the filter text', () => {
    const { first, rights } = overview();
    const found = [...first, ...rights].map(look => {
      const filter = parseFilter(look.q);
      return { q: look.q, findings: filter.ok ? matching(rows, filter.value).length : -1 };
    });
    // By its rules alone, the group without a right lists the other unknowns of these rules too.
    const told = [...first, ...rights].map(({ q, findings: count, title }) => ({ q, findings: title === '' ? 3 : count }));
    expect(found).toEqual(told);
  });

  test('rights by how much they would answer', () =>
    expect(overview().rights.map(({ title, findings: count }) => [title, count])).toEqual([
      ['list on secrets in pay', 2],
      ['', 1],
    ]));

  test('gaps that leave a check unanswered, one line a resource', () =>
    expect(overview().gaps).toMatchObject([{ resource: 'secrets', namespaces: 2, unknown: 2 }]));

  test.each([
    ['none', [], undefined],
    ['the last one before it', [summary('old', '2026-01', 'c'), summary('last', '2026-02', 'c')], 'last'],
    ['not a later one, nor itself', [summary('now', '2026-03', 'c'), summary('later', '2026-04', 'c')], undefined],
    ['not of another cluster', [summary('other', '2026-02', 'd'), summary('nobody', '2026-02', null)], undefined],
  ])('the snapshot before: %s', (_, all, expected) => expect(overview(all).previous?.id).toBe(expected));
});
