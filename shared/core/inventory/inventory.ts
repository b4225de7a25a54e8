import type { InventoryEntry, LastSnapshot, VanishedNote } from '#contract/inventory';
import { contextKey, contextOfKey, dueAt, isReadOnly, noteOf, type Settings } from '#contract/settings';
import type { SnapshotSummary } from '#contract/snapshot';
import type { Clock } from '#core/ports';
import type { ListedContext } from '#core/services';

/** The newest capture of each context, by its key. A capture counts where it was made, not where a bundle of it was read. */
export const newestByContext = (snapshots: readonly SnapshotSummary[]): ReadonlyMap<string, LastSnapshot> => {
  const newest = new Map<string, LastSnapshot>();
  for (const { id, title, meta } of snapshots) {
    if (meta.context === null || meta.origin !== 'cluster') continue;
    const key = contextKey(meta.context);
    const known = newest.get(key);
    if (known === undefined || known.capturedAt < meta.capturedAt)
      newest.set(key, { id, title, capturedAt: meta.capturedAt, partial: meta.partial });
  }
  return newest;
};

const due = (last: LastSnapshot | null, dueTime: number | null, now: number): InventoryEntry['due'] =>
  last === null ? 'never' : dueTime !== null && dueTime < now ? 'overdue' : 'current';

/** Contexts beside what a person says about them; notes without a context are told, not dropped. */
export const inventory = (
  contexts: readonly ListedContext[],
  snapshots: readonly SnapshotSummary[],
  settings: Settings,
  clock: Pick<Clock, 'now' | 'iso' | 'parse'>,
): { readonly contexts: InventoryEntry[]; readonly vanished: VanishedNote[] } => {
  const newest = newestByContext(snapshots);
  const now = clock.now();
  const present = new Set(contexts.map(contextKey));
  return {
    contexts: contexts.map(entry => {
      const note = noteOf(settings, entry);
      const last = newest.get(contextKey(entry)) ?? null;
      const captured = last === null ? null : clock.parse(last.capturedAt);
      const dueTime = captured === null ? null : dueAt(note, captured);
      return {
        ...entry,
        note,
        last,
        due: due(last, dueTime, now),
        dueAt: dueTime === null ? null : clock.iso(dueTime),
        readOnly: isReadOnly(settings, entry),
      };
    }),
    vanished: Object.entries(settings.clusters).flatMap(([key, note]) => {
      const context = contextOfKey(key);
      return context === null || present.has(key) ? [] : [{ context, note, last: newest.get(key) ?? null }];
    }),
  };
};
