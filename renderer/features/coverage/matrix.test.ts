import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CoverageState } from '#contract/coverage';
import { closesText, type Entry, gapAt, gapsOf } from './gaps.ts';
import { matrixOf, sharedLabel } from './matrix.ts';
import { rolesFor } from './role.ts';
import { subjectOf } from './subjects.ts';

const clusterScoped = new Set(['nodes']);

const entry = (resource: string, namespace: string | null, state: CoverageState, unknown = 0): Entry => ({
  namespaced: !clusterScoped.has(resource),
  group: '',
  version: 'v1',
  resource,
  namespace,
  state,
  count: 1,
  reason: state,
  unknown,
  needs: state === 'denied' ? [{ group: '', resource, verb: 'list', ...(namespace === null ? {} : { namespace }) }] : [],
});

const draw = (entries: readonly Entry[], known: readonly string[] | null, each = false): readonly string[] => {
  const { columns, rows } = matrixOf(entries, known, each);
  return [
    columns.map(column => `${column.label}(${column.namespaces})`).join(' '),
    ...rows.map(
      row =>
        `${row.resource}: ${row.cluster !== null ? `cluster ${row.cluster.state}` : row.whole === null ? columns.map(column => row.cells.get(column.id)?.state ?? '-').join(' ') : row.whole.state}`,
    ),
  ];
};

const check = (entries: readonly Entry[], known: readonly string[] | null, expected: readonly string[]): void =>
  expect(draw(entries, known)).toEqual(expected);

describe('the matrix', () => {
  it('all in full is one column', () => check([entry('pods', null, 'full')], ['a', 'b'], ['all namespaces(2)', 'pods: full']));
  it('a namespace of its own, the entry for all answers the others', () =>
    check(
      [entry('secrets', 'a', 'denied', 3), entry('secrets', null, 'full'), entry('pods', null, 'full')],
      ['a', 'b', 'c'],
      ['a(1) all others(2)', 'secrets: denied full', 'pods: full'],
    ));
  it('equal namespaces share a column', () =>
    check(
      [entry('secrets', 'a', 'denied'), entry('secrets', 'b', 'denied'), entry('secrets', 'c', 'full')],
      ['a', 'b', 'c'],
      ['a …(2) c(1)', 'secrets: denied full'],
    ));
  it('namespaces not known', () => check([entry('pods', 'a', 'full')], null, ['a(1) all others(0)', 'pods: full -']));
  it('a cluster-scoped resource has one cell of its own', () =>
    check([entry('nodes', null, 'full')], ['a'], ['all namespaces(1)', 'nodes: cluster full']));
  it('where each namespace has its own entry, most of them are the others', () =>
    check(
      [...'bcd'].map(name => entry('secrets', name, 'full')).concat(entry('secrets', 'z', 'denied')),
      ['b', 'c', 'd', 'z'],
      ['z(1) all others(3)', 'secrets: denied full'],
    ));
  it('every cell: no column is shared', () =>
    expect(draw([entry('secrets', 'a', 'denied'), entry('secrets', 'b', 'denied')], ['a', 'b', 'c'], true)).toEqual([
      'a(1) b(1) all others(1)',
      'secrets: denied denied -',
    ]));
});

describe('the name of a shared column', () => {
  it.each<[readonly string[], string]>([
    [['payments'], 'payments'],
    [['preview-pr-1', 'preview-pr-12', 'preview-pr-7'], 'preview-pr-*'],
    [['kube-system', 'kube-public'], 'kube-*'],
    [['payments', 'search'], 'payments …'],
    [['a-b', 'a-c'], 'a-b …'],
  ])('%j is %s', (names, expected) => expect(sharedLabel(names)).toBe(expected));
});

describe('what a resource is about', () => {
  it.each([
    ['', 'pods', 'Workloads'],
    ['', 'secrets', 'Secrets'],
    ['', 'events', 'Other'],
    ['rbac.authorization.k8s.io', 'roles', 'Access'],
    ['metrics.k8s.io', 'pods', 'Other'],
    ['cert-manager.io', 'certificates', 'Custom resources'],
  ])('%s/%s: %s', (group, resource, expected) => expect(subjectOf({ group, resource })).toBe(expected));
});

describe('what closes a gap', () => {
  const closes = (entries: readonly Entry[]): string => gapsOf(entries).map(closesText).join('; ');
  it.each<[string, readonly Entry[], string]>([
    ['one right', [entry('secrets', 'a', 'denied')], 'list secrets in a'],
    [
      'one right in two namespaces',
      [entry('secrets', 'a', 'denied'), entry('secrets', 'b', 'denied')],
      'list secrets in 2 namespaces',
    ],
    ['a cap', [{ ...entry('x', null, 'partial'), reason: 'The cap of 5000 objects was reached.' }], 'name fewer namespaces'],
    ['a list that broke', [{ ...entry('x', null, 'partial'), reason: 'Only the first 500 were read.' }], 'read it again'],
    ['the budget', [{ ...entry('x', null, 'skipped'), reason: 'The budget of 3 requests was used up.' }], 'allow more requests'],
    [
      'nothing',
      [{ ...entry('x', null, 'skipped'), reason: 'No rule, graph or evidence uses it.' }],
      'nothing: it is never asked for',
    ],
    [
      'a right that nobody should ask for',
      [{ ...entry('x', null, 'skipped'), reason: 'It is too dangerous to ask for.' }],
      'no right that is advised',
    ],
    ['a file', [{ ...entry('x', null, 'failed'), file: 'a.yaml' }], 'correct the file'],
  ])('%s', (_, entries, expected) => expect(closes(entries)).toBe(expected));

  it('a cell leads to its gap, also where that is folded with others', () => {
    const gaps = gapsOf([entry('a', null, 'not-given'), entry('b', null, 'not-given'), entry('secrets', 'x', 'denied', 1)]);
    expect(gapAt(gaps, 'b', null)?.others).toEqual(['b']);
    expect(gapAt(gaps, 'secrets', 'x')?.namespaces).toEqual(['x']);
    expect(gapAt(gaps, 'secrets', 'y')).toBeUndefined();
  });
});

describe('gaps', () => {
  it('what leaves checks unknown stands first, equal namespaces are one line', () => {
    const gaps = gapsOf([
      entry('events', null, 'skipped'),
      entry('secrets', 'a', 'denied', 3),
      entry('secrets', 'b', 'denied', 4),
      entry('pods', null, 'full'),
      entry('x', null, 'not-served'),
    ]);
    expect(gaps.map(({ resource, state, namespaces, unknown }) => ({ resource, state, namespaces, unknown }))).toEqual([
      { resource: 'secrets', state: 'denied', namespaces: ['a', 'b'], unknown: 7 },
      { resource: 'events', state: 'skipped', namespaces: [], unknown: 0 },
    ]);
  });
});

describe('quiet gaps', () => {
  it('of one reason are one line, after what leaves checks unknown', () => {
    const gaps = gapsOf([
      entry('a', null, 'not-given'),
      entry('b', null, 'not-given'),
      entry('c', null, 'not-given', 2),
      entry('d', null, 'skipped'),
    ]);
    expect(gaps.map(({ resource, others }) => [resource, ...others])).toEqual([['c'], ['a', 'b'], ['d']]);
  });
});

describe('the role that closes a gap', () => {
  const roles = (text: string): unknown[] => text.split('\n---\n').map(part => parse(part) as unknown);

  it('is a Role a namespace and a ClusterRole for the rest', () => {
    expect(
      roles(
        rolesFor([
          { group: '', resource: 'secrets', verb: 'list', namespace: 'a' },
          { group: 'apps', resource: 'deployments', verb: 'list' },
        ]),
      ),
    ).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'a' }, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] },
      { kind: 'ClusterRole', rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] }] },
    ]);
  });

  it('a hostile name stays a string', () => {
    expect(roles(rolesFor([{ group: '', resource: 'x"]\n  verbs: ["*"', verb: 'list', namespace: 'a\nb: c' }]))).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'a\nb: c' }, rules: [{ resources: ['x"]\n  verbs: ["*"'], verbs: ['list'] }] },
    ]);
  });
});
