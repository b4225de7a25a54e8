import type { WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { WorkloadUnit } from '#core/evaluate/workload-units';
import { policyOf } from '#core/rbac/policy-of';
import { createAttackModel } from './attack-model.ts';
import type { AttackEdge } from './edge.ts';
import { allEdges } from './edges/all-edges.ts';

export interface WaysOf {
  readonly index: SnapshotIndex;
  /** Gives others a turn, and may throw to end it. */
  pause(): Promise<void>;
  /** Of this index: whoever evaluates has them. */
  units(): readonly WorkloadUnit[];
}

/** What ends in harm leads to no admin, and what needs a flaw in somebody's program (P29) or image (P30) is no cause to name. */
export const leadingEdges: readonly AttackEdge[] = allEdges.filter(
  ({ to, row }) => to !== 'impact' && row !== 'P29' && row !== 'P30',
);

/** Causes of ways to cluster admin, worst first. */
export const waysToAdminOf = async ({ index, pause, units }: WaysOf): Promise<readonly WayToAdmin[]> => {
  const model = await createAttackModel({ index, policy: policyOf(index), edges: leadingEdges, pause, units });
  return model.ways();
};
