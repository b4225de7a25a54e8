import { describe, expect, it } from 'vitest';
import type { SnapshotSummary } from '#contract/snapshot';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { afterRemoval, groupsOf, inTime, viewOf } from './library.ts';

const at = (id: string, day: number, cluster: string, more: Partial<SnapshotSummary> = {}): SnapshotSummary =>
  snapshotOf({
    id,
    title: id,
    bytes: day * 10,
    ...more,
    meta: { clusterId: cluster, name: cluster, capturedUntil: `2026-11-0${String(day)}T00:00:00Z` },
  });

const library = [
  at('a', 1, 'prod', { unknown: 9, findings: { critical: 0, high: 9, medium: 0, low: 0 } }),
  at('b', 2, 'dev', { notes: 'before the migration' }),
  at('c', 3, 'prod', { unknown: 2, findings: { critical: 1, high: 0, medium: 0, low: 0 } }),
];

describe('the library as it is shown', () => {
  const check = (query: string, expected: readonly (readonly [string, readonly string[], number])[]): void =>
    expect(
      groupsOf(library, viewOf(new URLSearchParams(query))).map(({ title, rows, bytes }) => [
        title,
        rows.map(({ id }) => id),
        bytes,
      ]),
    ).toEqual(expected);

  it.each<[string, string, readonly (readonly [string, readonly string[], number])[]]>([
    [
      'by cluster, the newest first, with the size of each',
      '',
      [
        ['prod', ['c', 'a'], 40],
        ['dev', ['b'], 20],
      ],
    ],
    ['without groups', 'group=none', [['', ['c', 'b', 'a'], 60]]],
    [
      'oldest first',
      'dir=asc',
      [
        ['prod', ['a', 'c'], 40],
        ['dev', ['b'], 20],
      ],
    ],
    ['by title', 'sort=title&group=none', [['', ['a', 'b', 'c'], 60]]],
    ['one critical weighs more than nine high', 'sort=findings&group=none', [['', ['b', 'c', 'a'], 60]]],
    [
      'by unknown, fewest first',
      'sort=unknown&dir=asc',
      [
        ['prod', ['c', 'a'], 40],
        ['dev', ['b'], 20],
      ],
    ],
    ['words look into notes', 'q=MIGRATION', [['dev', ['b'], 20]]],
    ['all words must be there', 'q=staging migration', []],
    ['a sort that is none is the usual one', 'sort=nonsense&group=none', [['', ['c', 'b', 'a'], 60]]],
  ])('%s', (_, query, expected) => check(query, expected));
});

describe('after a removal', () => {
  it.each<[string, readonly string[], string | null, string | null]>([
    ['the next takes the place', ['b'], 'b', 'c'],
    ['the one before, at the end', ['d'], 'd', 'c'],
    ['past all that are gone', ['b', 'c'], 'b', 'd'],
    ['none is left', ['a', 'b', 'c', 'd'], 'b', null],
    ['without a place, the first that stays', ['a'], null, 'b'],
  ])('%s', (_, gone, from, expected) => {
    expect(afterRemoval(['a', 'b', 'c', 'd'], new Set(gone), from)).toBe(expected);
  });
});

it('two are compared in the order in which they were taken', () => {
  const [a, , c] = library;
  if (a === undefined || c === undefined) throw new Error('no fixtures');
  expect(inTime(c, a).map(({ id }) => id)).toEqual(['a', 'c']);
});
