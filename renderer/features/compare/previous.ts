import type { SnapshotSummary } from '#contract/snapshot';

const sameCluster = (left: SnapshotSummary, right: SnapshotSummary): boolean =>
  left.meta.clusterId !== null ? left.meta.clusterId === right.meta.clusterId : left.meta.name === right.meta.name;

/** The last one of the same cluster that was taken before; the list is newest first. */
export const previousOf = (snapshot: SnapshotSummary, all: readonly SnapshotSummary[]): SnapshotSummary | undefined =>
  all.find(
    other => other.id !== snapshot.id && sameCluster(other, snapshot) && other.meta.capturedUntil < snapshot.meta.capturedUntil,
  );

export interface DefaultPair {
  readonly before: SnapshotSummary;
  readonly after: SnapshotSummary;
}

/** What to compare when nobody said: the open snapshot with the one before it, or it with the one after. */
export const defaultPair = (all: readonly SnapshotSummary[], open: string | null): DefaultPair | undefined => {
  const current = all.find(({ id }) => id === open) ?? all[0];
  if (current === undefined) return undefined;
  const before = previousOf(current, all);
  if (before !== undefined) return { before, after: current };
  const after = all.find(other => previousOf(other, all)?.id === current.id);
  return after === undefined ? undefined : { before: current, after };
};
