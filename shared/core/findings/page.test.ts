import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '#contract/finding';
import { methods, type Input } from '#contract/methods';
import { listed } from './filter.ts';
import { findingsPage } from './page.ts';

const finding = (id: string, severity: Severity, namespace: string, name: string, change: Partial<Finding> = {}): Finding => ({
  id,
  ruleId: 'r1',
  status: 'fail',
  severity,
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
  ownerIncomplete: false,
  at: { resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, path: '/spec', container: 'main' },
  path: '/spec',
  occurrences: [],
  message: `claim ${id}`,
  why: 'why',
  fix: 'fix',
  frameworks: ['pss/baseline', 'cis-1.12/5.2.2'],
  fixable: true,
  needs: [],
  ...change,
});

const unknown = (id: string, namespace: string): Finding =>
  finding(id, 'high', namespace, '', {
    status: 'unknown',
    resource: { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    at: null,
    needs: [{ group: '', resource: 'secrets', verb: 'list', namespace: 'pay' }],
    fixable: false,
    frameworks: [],
  });

const all = [
  finding('a1', 'low', 'shop', 'api'),
  finding('a2', 'high', 'shop', 'api', { ruleId: 'r2' }),
  finding('b1', 'critical', 'pay', 'ledger'),
  finding('c1', 'high', 'pay', 'web', { fixable: false }),
  unknown('u1', 'pay'),
  unknown('u2', 'pay'),
];
const packs = new Map([
  ['r1', 'pod-security'],
  ['r2', 'rbac'],
]);

/** The list as text: heads with their count, findings by id. */
const lines = (query: Omit<Input<'findings.list'>, 'snapshot'>): string[] =>
  findingsPage(
    all.map(one => listed(one, packs)),
    methods['findings.list'].input.parse({ snapshot: 's', ...query }),
  ).lines.map(line => (line.type === 'group' ? `[${line.title}]` : line.row.id));

const facet = (field: string, query: Omit<Input<'findings.list'>, 'snapshot'>): string =>
  findingsPage(
    all.map(one => listed(one, packs)),
    methods['findings.list'].input.parse({ snapshot: 's', ...query }),
  )
    .facets.find(candidate => candidate.field === field)
    ?.values.map(({ value, count }) => `${value} ${count}`)
    .join(', ') ?? '';

describe('the findings list', () => {
  test.each([
    [
      'by cause: severity, then how much one change fixes; a group of one has no head',
      {},
      ['b1', '[One edit of Deployment shop/api fixes 2]', 'a2', 'c1', '[One right would answer 2]', 'u1'],
    ],
    [
      'an open group shows all its rows, worst first',
      { open: ['object:Deployment shop/api'] },
      ['b1', '[One edit of Deployment shop/api fixes 2]', 'a2', 'a1', 'c1', '[One right would answer 2]', 'u1'],
    ],
    ['ungrouped', { group: 'none' as const }, ['b1', 'a2', 'c1', 'u1', 'u2', 'a1']],
    ['by namespace', { group: 'namespace' as const }, ['[pay]', 'b1', '[shop]', 'a2']],
    ['a window', { group: 'none' as const, offset: 1, limit: 2 }, ['a2', 'c1']],
    [
      'two values of a field are alternatives',
      { group: 'none' as const, filter: { severity: ['critical' as const, 'low' as const] } },
      ['b1', 'a1'],
    ],
    [
      'fields are joined',
      { group: 'none' as const, filter: { severity: ['high' as const], namespace: ['pay'], status: ['fail' as const] } },
      ['c1'],
    ],
    [
      'a framework or one of its controls',
      { group: 'none' as const, filter: { framework: ['cis-1.12/5.2.2'], pack: ['rbac'] } },
      ['a2'],
    ],
    ['all words, in any case', { group: 'none' as const, filter: { text: ['LEDGER', 'claim'] } }, ['b1']],
    ['a phrase within one part', { group: 'none' as const, filter: { text: ['claim b1'] } }, ['b1']],
    ['but not over two parts', { group: 'none' as const, filter: { text: ['b1 deployment'] } }, []],
    ['a control as a word', { group: 'none' as const, filter: { text: ['pss/baseline'], namespace: ['pay'] } }, ['b1', 'c1']],
    ['left out by a field, in any case', { group: 'none' as const, filter: { not: { kind: ['deployment'] } } }, ['u1', 'u2']],
    [
      'left out by a word',
      { group: 'none' as const, filter: { status: ['fail' as const], not: { text: ['ledger'] } } },
      ['a2', 'c1', 'a1'],
    ],
    ['left out by a framework', { group: 'none' as const, filter: { not: { framework: ['pss'] } } }, ['u1', 'u2']],
    ['patch ready', { group: 'none' as const, filter: { fixable: ['no' as const], status: ['fail' as const] } }, ['c1']],
    ['by name and id', { group: 'none' as const, filter: { name: ['api'], id: ['a1', 'b1'] } }, ['a1']],
    [
      'sorted',
      { group: 'none' as const, sort: { by: 'name' as const, desc: false }, filter: { status: ['fail' as const] } },
      ['a2', 'a1', 'b1', 'c1'],
    ],
    [
      'sorted the other way, equal ones in their usual order',
      { group: 'none' as const, sort: { by: 'name' as const, desc: true }, filter: { status: ['fail' as const] } },
      ['c1', 'b1', 'a2', 'a1'],
    ],
    [
      'a sort orders groups by their first row',
      { sort: { by: 'namespace' as const, desc: true }, filter: { status: ['fail' as const] } },
      ['[One edit of Deployment shop/api fixes 2]', 'a2', 'b1', 'c1'],
    ],
    ['nothing matches', { filter: { text: ['nowhere'] } }, []],
  ])('%s', (_, query, expected) => expect(lines(query)).toEqual(expected));

  test.each([
    ['closed', {}, [2, 3]],
    ['open', { open: ['*'] }, [2, 4]],
    ['without groups', { group: 'none' as const }, []],
    ['of a window further down, which brings none', { offset: 1 }, []],
  ])('heads, as steps: %s', (_, query, expected) =>
    expect(
      findingsPage(
        all.map(one => listed(one, packs)),
        methods['findings.list'].input.parse({ snapshot: 's', ...query }),
      ).heads,
    ).toEqual(expected),
  );

  test.each([
    ['severity', {}, 'critical 1, high 4, medium 0, low 1'],
    [
      'a field counts under the others, not under itself',
      { filter: { severity: ['low' as const] } },
      'critical 1, high 4, medium 0, low 1',
    ],
    ['and under the others', { filter: { namespace: ['shop'] } }, 'critical 0, high 1, medium 0, low 1'],
  ])('facet counts: %s', (_, query, expected) => expect(facet('severity', query)).toBe(expected));

  test('a left out value stays in sight', () =>
    expect(facet('namespace', { filter: { not: { namespace: ['shop'] } } })).toBe('pay 4, shop 2'));

  test.each([
    ['in a closed group', 'a1', {}, null],
    ['in an open one', 'a1', { open: ['*'] }, 3],
    ['beyond the window', 'u1', { limit: 1 }, 5],
    ['not under the filter', 'u1', { filter: { status: ['fail' as const] } }, null],
  ])('the line of a finding: %s', (_, find, query, expected) =>
    expect(
      findingsPage(
        all.map(one => listed(one, packs)),
        methods['findings.list'].input.parse({ snapshot: 's', find, ...query }),
      ).found,
    ).toBe(expected),
  );

  test('more objects that one change fixes go first', () => {
    const replicas = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ kind: 'Pod', namespace: 'n', name: `p${at}` }));
    const rows = [
      finding('few', 'high', 'n', 'few', { occurrences: replicas(2) }),
      finding('many', 'high', 'n', 'many', { occurrences: replicas(5) }),
    ].map(one => listed(one, packs));
    const page = findingsPage(rows, methods['findings.list'].input.parse({ snapshot: 's' }));
    expect(page.lines.map(line => (line.type === 'finding' ? line.row.id : line.title))).toEqual(['many', 'few']);
  });

  test('a Namespace counts as itself', () => expect(facet('namespace', {})).toBe('pay 4, shop 2'));
});
