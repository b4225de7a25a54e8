import { describe, expect, it } from 'vitest';
import type { InventoryEntry } from '#contract/inventory';
import { type ClusterNote, contextKey, contextOfKey, defaultSettings, emptyNote } from '#contract/settings';
import type { SnapshotSummary } from '#contract/snapshot';
import type { ListedContext } from '#core/services';
import { inventory } from './inventory.ts';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const clock = { now: () => now, iso: (ms: number) => new Date(ms).toISOString(), parse: (text: string) => Date.parse(text) };
const ref = { source: '/k', name: 'prod' };
const entry: ListedContext = { ...ref, file: '/k', current: true, namespace: null, cluster: null, user: null, problems: [] };

const snapshot = (id: string, hoursAgo: number, change: Partial<SnapshotSummary['meta']> = {}): SnapshotSummary =>
  ({
    id,
    title: id,
    meta: { origin: 'cluster', context: ref, capturedAt: clock.iso(now - hoursAgo * 3_600_000), partial: false, ...change },
  }) as SnapshotSummary;

describe('a context in the inventory', () => {
  const check = (
    snapshots: readonly SnapshotSummary[],
    note: Partial<ClusterNote> | null,
    expected: Partial<Pick<InventoryEntry, 'due' | 'readOnly'>> & { readonly last?: string | null },
    readOnly = false,
  ): void => {
    const clusters = note === null ? {} : { [contextKey(ref)]: { ...emptyNote, ...note } };
    const [found] = inventory([entry], snapshots, { ...defaultSettings, readOnly, clusters }, clock).contexts;
    expect({ due: found?.due, readOnly: found?.readOnly, last: found?.last?.id ?? null }).toMatchObject(expected);
  };
  it('was never captured', () => check([], { cadenceHours: 24 }, { due: 'never', last: null }));
  it('is as its newest capture', () => check([snapshot('old', 90), snapshot('new', 2)], null, { due: 'current', last: 'new' }));
  it('is overdue by its cadence', () => check([snapshot('a', 25)], { cadenceHours: 24 }, { due: 'overdue', last: 'a' }));
  it('is within its cadence', () => check([snapshot('a', 23)], { cadenceHours: 24 }, { due: 'current' }));
  it('has no cadence', () => check([snapshot('a', 9000)], {}, { due: 'current' }));
  it('is not captured by a bundle that names it', () => check([snapshot('a', 1, { origin: 'bundle' })], null, { due: 'never' }));
  it('is not captured by another file’s context of that name', () =>
    check([snapshot('a', 1, { context: { source: '/other', name: 'prod' } })], null, { due: 'never' }));
  it('is read-only by its own note before the setting', () => {
    check([], { readOnly: true }, { readOnly: true });
    check([], { readOnly: false }, { readOnly: false }, true);
    check([], {}, { readOnly: true }, true);
  });
});

describe('a note without a context', () => {
  it('is told with its last capture, and kept', () => {
    const gone = { source: '/away', name: 'prod' };
    const note = { ...emptyNote, owner: 'payments' };
    const { vanished } = inventory(
      [entry],
      [snapshot('a', 1, { context: gone })],
      { ...defaultSettings, clusters: { [contextKey(gone)]: note, 'no key of ours': note } },
      clock,
    );
    expect(vanished).toMatchObject([{ context: gone, note, last: { id: 'a' } }]);
  });
});

it.each([ref, { source: 'a"b\n', name: '' }, { source: '__proto__', name: 'é\u202e' }])('a key leads back to %j', context =>
  expect(contextOfKey(contextKey(context))).toEqual(context),
);
