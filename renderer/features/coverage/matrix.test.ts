import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CoverageState } from '#contract/coverage';
import { type Entry, gapsOf } from './gaps.ts';
import { matrixOf } from './matrix.ts';
import { rolesFor } from './role.ts';

const entry = (resource: string, namespace: string | null, state: CoverageState, unknown = 0): Entry => ({
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

const draw = (entries: readonly Entry[], known: readonly string[] | null): readonly string[] => {
  const { columns, rows } = matrixOf(entries, known);
  return [
    columns.map(column => `${column.label}(${column.namespaces})`).join(' '),
    ...rows.map(
      row =>
        `${row.resource}: ${row.whole === null ? columns.map(column => row.cells.get(column.id)?.state ?? '-').join(' ') : row.whole.state}`,
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
