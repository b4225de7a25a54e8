import { describe, expect, it } from 'vitest';
import type { Patch } from '#contract/patch';
import type { TrayChoice } from '#contract/tray';
import { patchOf } from '#renderer/dev/fixtures/detail.ts';
import { conflictsOf, groupsOf, patchCount, settledOf, type TrayPatch } from './conflicts.ts';

const entry = (
  finding: string,
  name: string,
  path: string,
  rest: Partial<Patch> = {},
  by: { readonly manager?: string; readonly owner?: string } = {},
): TrayPatch => ({
  finding,
  manager: by.manager ?? null,
  owner: by.owner ?? null,
  patch: {
    ...patchOf('f-token'),
    id: finding,
    target: { apiVersion: 'v1', kind: 'Role', namespace: 'ci', name },
    operations: [
      { op: 'test', path: '/rules', value: 1 },
      { op: 'replace', path, value: 2 },
    ],
    ...rest,
  },
});

const ids = (entries: readonly TrayPatch[]): readonly string[] => entries.map(({ finding }) => finding);

describe('patches of the tray that collide', () => {
  const create: Partial<Patch> = { dialect: 'create', operations: [] };
  it.each<[string, readonly TrayPatch[], readonly (readonly [readonly string[], string])[]]>([
    ['one place of one object', [entry('a', 'r', '/rules'), entry('b', 'r', '/rules')], [[['a', 'b'], 'rules']]],
    ['a place inside the other', [entry('a', 'r', '/rules'), entry('b', 'r', '/rules/1/verbs')], [[['a', 'b'], 'rules']]],
    ['two places of one object', [entry('a', 'r', '/rules/1'), entry('b', 'r', '/rules/10')], []],
    ['one place of two objects', [entry('a', 'r', '/rules'), entry('b', 'other', '/rules')], []],
    ['two findings of one patch', [entry('a', 'r', '/x', { id: 's' }), entry('b', 'r', '/x', { id: 's' })], []],
    ['the same new object twice', [entry('a', 'r', '/x', create), entry('b', 'r', '/y', create)], [[['a', 'b'], '']]],
    [
      'two that only meet in a third are one conflict',
      [entry('a', 'r', '/x/1'), entry('b', 'r', '/x/2'), entry('c', 'r', '/x')],
      [[['a', 'b', 'c'], 'x']],
    ],
    [
      'two conflicts of two objects',
      [entry('a', 'r', '/x'), entry('b', 's', '/x'), entry('c', 's', '/x'), entry('d', 'r', '/x')],
      [
        [['b', 'c'], 'x'],
        [['a', 'd'], 'x'],
      ],
    ],
  ])('%s', (_, patches, expected) =>
    expect(conflictsOf(patches, []).map(({ entries, place }) => [ids(entries), place])).toEqual(expected),
  );
});

describe('what is exported', () => {
  const patches = [entry('a', 'r', '/rules'), entry('b', 'r', '/rules'), entry('c', 'other', '/x')];
  const check = (choices: readonly TrayChoice[], settled: readonly string[], count: number): void => {
    const conflicts = conflictsOf(patches, choices);
    expect(ids(settledOf(patches, conflicts))).toEqual(settled);
    expect(patchCount(settledOf(patches, conflicts), conflicts)).toBe(count);
  };
  it.each<[string, readonly TrayChoice[], readonly string[], number]>([
    ['a conflict that is not settled stays out', [], ['c'], 1],
    ['merged, it is one patch', [{ findings: ['b', 'a'], keep: null }], ['a', 'b', 'c'], 2],
    ['one is kept', [{ findings: ['a', 'b'], keep: 'b' }], ['b', 'c'], 2],
    ['a choice about other patches does not count', [{ findings: ['a', 'x'], keep: null }], ['c'], 1],
    ['nor one that keeps what is not there', [{ findings: ['a', 'b'], keep: 'x' }], ['c'], 1],
  ])('%s', (_, choices, settled, count) => check(choices, settled, count));
});

it('by owner, then by manager; nobody comes last; one object’s patches stand together', () => {
  const groups = groupsOf([
    entry('a', 'r', '/x'),
    entry('b', 'r', '/x', {}, { manager: 'Helm' }),
    entry('c', 'r', '/x', {}, { manager: 'Helm', owner: 'team b' }),
    entry('d', 's', '/x', {}, { manager: 'Argo', owner: 'team b' }),
    entry('e', 's', '/x', {}, { owner: 'team a' }),
    entry('f', 'other', '/x', {}, { manager: 'Argo', owner: 'team b' }),
    entry('g', 's', '/y', {}, { manager: 'Argo', owner: 'team b' }),
  ]);
  expect(groups.map(({ owner, manager, patches }) => [owner, manager, ...ids(patches)])).toEqual([
    ['team a', null, 'e'],
    ['team b', 'Argo', 'd', 'g', 'f'],
    ['team b', 'Helm', 'c'],
    [null, 'Helm', 'b'],
    [null, null, 'a'],
  ]);
});

it('patches that collide stand together', () => {
  const patches = [entry('a', 'r', '/x'), entry('b', 'r', '/y'), entry('c', 'r', '/x'), entry('d', 's', '/x')];
  expect(groupsOf(patches, conflictsOf(patches, [])).flatMap(group => ids(group.patches))).toEqual(['a', 'c', 'b', 'd']);
});
