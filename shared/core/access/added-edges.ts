import type { KubeObject } from '#contract/kube';
import type { AttackModel } from '#core/attack/attack-model';
import { overlaySnapshot } from '#core/evaluate/overlay';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import type { AddedEdge } from '#core/rbac/explain/explain';
import { policyOf } from '#core/rbac/policy-of';
import { attackModelOf } from './model-of.ts';

const most = 100;

/**
 * Steps that a subject has once these new roles and bindings are there, and has not now: asked of a graph made anew with them in it.
 * Those that lead to admin first.
 */
export const addedEdges =
  (index: SnapshotIndex, model: () => Promise<AttackModel>, ports: Pick<Ports, 'pause'>) =>
  async (objects: readonly KubeObject[], subject: string): Promise<readonly AddedEdge[]> => {
    const later = createSnapshotIndex(overlaySnapshot(index, objects));
    const after = await attackModelOf(later, policyOf(later), [], ports);
    const before = (await model()).compareView.stepsFrom(subject);
    const known = new Set(before.map(({ edge, to }) => `${edge} ${to}`));
    return after.compareView
      .stepsFrom(subject)
      .filter(({ edge, to }) => !known.has(`${edge} ${to}`))
      .map(({ edge, to, reachesAdmin }) => ({ edge, from: subject, to, reachesAdmin }))
      .sort((left, right) => Number(right.reachesAdmin) - Number(left.reachesAdmin))
      .slice(0, most);
  };
