import type { WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { createAttackModel } from './attack-model.ts';
import { allEdges } from './edges/all-edges.ts';

/** Causes of ways to cluster admin, worst first. `pause` gives others a turn, and may throw to end it. */
export const waysToAdminOf = async (index: SnapshotIndex, pause: () => Promise<void>): Promise<readonly WayToAdmin[]> => {
  const model = await createAttackModel({ index, policy: policyOf(index), edges: allEdges, pause });
  return model.ways();
};
