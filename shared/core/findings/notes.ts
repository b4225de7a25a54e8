import type { FindingNote } from '#contract/findings-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { managedBy } from './managed-by.ts';
import type { Listed } from './filter.ts';
import { keysOfRefs } from '#core/objects/keys';
import type { Ports } from '#core/ports';
import type { LibraryReader, OpenSnapshot } from '#core/services';

/** Finding ids of one snapshot, without the rest of it: what "first seen" looks through. */
type IdsOf = (snapshot: string) => Promise<ReadonlySet<string>>;

const keptIds = 40;

/** Each older snapshot is read once, for its ids alone. */
export const createIdReader = (library: LibraryReader, { pause }: Pick<Ports, 'pause'>): IdsOf => {
  const kept = new Map<string, ReadonlySet<string>>();
  return async snapshot => {
    const known = kept.get(snapshot);
    if (known !== undefined) return known;
    const opened = library.open(snapshot);
    const ids = new Set<string>();
    for (const part of opened.ok ? opened.value.findingParts() : []) {
      for (const { id } of part) ids.add(id);
      await pause();
    }
    kept.set(snapshot, ids);
    const oldest = kept.keys().next().value;
    if (kept.size > keptIds && oldest !== undefined) kept.delete(oldest);
    return ids;
  };
};

/** Snapshots of the same cluster that are older, oldest first. */
export const olderOf = (of: SnapshotSummary, all: readonly SnapshotSummary[]): readonly SnapshotSummary[] =>
  all
    .filter(
      other =>
        other.id !== of.id &&
        of.meta.clusterId !== null &&
        other.meta.clusterId === of.meta.clusterId &&
        other.meta.capturedAt < of.meta.capturedAt,
    )
    .toSorted((a, b) => (a.meta.capturedAt < b.meta.capturedAt ? -1 : 1));

interface NotesInput {
  readonly snapshot: OpenSnapshot;
  readonly rows: readonly Listed[];
  readonly older: readonly SnapshotSummary[];
  readonly idsOf: IdsOf;
}

/** Who manages each object, and since when the finding is there. Older snapshots are read one by one, with pauses. */
export const notesOf = async (
  { snapshot, rows, older, idsOf }: NotesInput,
  { pause }: Pick<Ports, 'pause'>,
): Promise<readonly FindingNote[]> => {
  const since = new Map<string, string>();
  for (const { id, meta } of older) {
    await pause();
    const ids = await idsOf(id);
    for (const { finding } of rows) if (!since.has(finding.id) && ids.has(finding.id)) since.set(finding.id, meta.capturedUntil);
  }
  const keyOf = keysOfRefs(snapshot.types());
  const managers = new Map<string, string | null>();
  const managerOf = async ({ finding }: Listed): Promise<string | null> => {
    const ref = finding.resource;
    if (ref === null || finding.status === 'unknown') return null;
    const key = keyOf(ref);
    const known = managers.get(key);
    if (known !== undefined) return known;
    await pause();
    const object = snapshot.object(key);
    const manager = object === undefined ? null : (managedBy(object, [])[0] ?? null);
    managers.set(key, manager);
    return manager;
  };
  const notes: FindingNote[] = [];
  for (const row of rows) {
    const { id } = row.finding;
    notes.push({
      id,
      ...(older.length === 0 ? {} : { firstSeen: since.get(id) ?? null }),
      manager: await managerOf(row),
    });
  }
  return notes;
};
