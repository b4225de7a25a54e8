import { describe, expect, it } from 'vitest';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { filterFor, namespacesIn, readState, toggleNamespace, writeState } from './compare-state.ts';
import { defaultPair } from './previous.ts';

it.each([
  '',
  'q=ns%3Ashop+text',
  'show=findings%3Anew&show=objects%3Aadded',
  'left-out=1&at=o%3Aapps%2Fdeployments%2Fshop%2Fapi&whole=1',
  'at=f%3A0123',
])('the address %j is read and written alike', search => {
  expect(writeState(readState(search))).toBe(search);
});

it.each(['show=nonsense', 'at=x:1', 'at=', 'left-out=yes', 'whole=1'])('what the address %j cannot mean is left out', search => {
  expect(writeState(readState(search))).toBe('');
});

it.each([
  ['findings', [], 'ns:a', 'ns:a'],
  ['findings', ['findings:new', 'findings:fixed'], 'x', 'x change:new,fixed'],
  ['objects', ['findings:new'], 'x', null],
  ['left-out', ['left-out:status'], '', 'reason:status'],
] as const)('what narrows %s with %j', (section, picks, q, expected) => {
  expect(filterFor({ q, picks: [...picks] }, section)).toBe(expected);
});

it('namespaces are toggled in the text', () => {
  const one = toggleNamespace('web', 'shop');
  const two = toggleNamespace(one, 'ci');
  expect([one, two, toggleNamespace(two, 'shop'), toggleNamespace(one, 'shop')]).toEqual([
    'web ns:shop',
    'web ns:shop,ci',
    'web ns:ci',
    'web',
  ]);
  expect(namespacesIn(two)).toEqual(['shop', 'ci']);
});

describe('what is compared when nobody said', () => {
  const at = (id: string, clusterId: string | null, capturedUntil: string) =>
    snapshotOf({ id, meta: { clusterId, capturedUntil } });
  const all = [at('c', 'one', '2026-03'), at('other', 'two', '2026-02b'), at('b', 'one', '2026-02'), at('a', 'one', '2026-01')];
  it.each([
    ['the open one with the one before it', 'b', ['a', 'b']],
    ['the first with the one after it', 'a', ['a', 'b']],
    ['nothing open: the newest', null, ['b', 'c']],
    ['the only one of its cluster', 'other', null],
  ] as const)('%s', (_, open, expected) => {
    const pair = defaultPair(all, open);
    expect(pair === undefined ? null : [pair.before.id, pair.after.id]).toEqual(expected);
  });
});
