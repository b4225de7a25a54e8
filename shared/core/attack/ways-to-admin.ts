import type { WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { WorkloadUnit } from '#core/evaluate/workload-units';
import { policyOf } from '#core/rbac/policy-of';
import { createAttackModel } from './attack-model.ts';
import { allEdges } from './edges/all-edges.ts';

export interface WaysOf {
  readonly index: SnapshotIndex;
  /** Gives others a turn, and may throw to end it. */
  pause(): Promise<void>;
  /** Of this index: whoever evaluates has them. */
  units(): readonly WorkloadUnit[];
}

/** Causes of ways to cluster admin, worst first. */
export const waysToAdminOf = async ({ index, pause, units }: WaysOf): Promise<readonly WayToAdmin[]> => {
  const model = await createAttackModel({ index, policy: policyOf(index), edges: allEdges, pause, units });
  return model.ways();
};
