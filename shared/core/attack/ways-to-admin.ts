import type { WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';

/** Causes of ways to cluster admin, worst first; made once an index. */
export const waysToAdminOf = (_index: SnapshotIndex): readonly WayToAdmin[] => [];
