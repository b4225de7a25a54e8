import { describe, expect, it } from 'vitest';
import type { Patch } from '#contract/patch';
import { patchOf } from '#renderer/dev/fixtures/detail.ts';
import { byManager, conflictsOf, type TrayPatch } from './conflicts.ts';

const entry = (
  finding: string,
  name: string,
  path: string,
  rest: Partial<Patch> = {},
  manager: string | null = null,
): TrayPatch => ({
  finding,
  manager,
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

const check = (patches: readonly TrayPatch[], expected: Readonly<Record<string, readonly string[]>>): void =>
  expect(Object.fromEntries(conflictsOf(patches))).toEqual(expected);

describe('patches of the tray that collide', () => {
  it('one place of one object', () => check([entry('a', 'r', '/rules'), entry('b', 'r', '/rules')], { a: ['b'], b: ['a'] }));
  it('a place inside the other', () =>
    check([entry('a', 'r', '/rules'), entry('b', 'r', '/rules/1/verbs')], { a: ['b'], b: ['a'] }));
  it('two places of one object', () => check([entry('a', 'r', '/rules/1'), entry('b', 'r', '/rules/10')], {}));
  it('one place of two objects', () => check([entry('a', 'r', '/rules'), entry('b', 'other', '/rules')], {}));
  it('two findings of one patch', () =>
    check([entry('a', 'r', '/rules', { id: 'same' }), entry('b', 'r', '/rules', { id: 'same' })], {}));
  it('the same new object twice', () =>
    check(
      [
        entry('a', 'r', '/x', { dialect: 'create', operations: [] }),
        entry('b', 'r', '/y', { dialect: 'create', operations: [] }),
      ],
      { a: ['b'], b: ['a'] },
    ));
});

it('what nobody manages comes last', () => {
  expect(
    byManager([entry('a', 'r', '/x'), entry('b', 'r', '/x', {}, 'Helm'), entry('c', 'r', '/x', {}, 'Argo')]).map(
      group => group.manager,
    ),
  ).toEqual(['Argo', 'Helm', null]);
});
