import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { reasonsOf } from '../explain/explain-step.ts';
import type { RightGrant } from '../explain/grants.ts';
import type { GraphState } from '../graph/graph-state.ts';
import type { Step } from '../graph/steps.ts';

/** Where something would be taken away. */
export interface Place {
  readonly object: KubeObject;
  readonly path: Pointer;
}

/** In the role, unless Kubernetes or a vendor ships it; then in the binding. What they ship both is nobody's to change. */
const placeOfGrant = (state: GraphState, { binding, role, rule, subject }: RightGrant): Place | undefined => {
  const bound = state.tablePolicy.bindings[binding];
  const about = state.table.role(role);
  if (bound === undefined || about === undefined || bound.baseline) return undefined;
  return about.baseline
    ? { object: bound.object, path: `/subjects/${subject}` }
    : { object: about.object, path: `/rules/${rule}` };
};

/** Of the rights that are needed together, the one that the fewest rules give: without those the way is closed. */
const narrowest = (grants: readonly RightGrant[]): readonly RightGrant[] => {
  const byClause = Map.groupBy(grants, ({ clause }) => clause);
  return [...byClause.values()].toSorted((left, right) => left.length - right.length)[0] ?? [];
};

const placeOfEvidence = (index: SnapshotIndex, evidence: readonly AttackEvidence[]): Place | undefined => {
  for (const one of evidence) {
    if (!('object' in one)) continue;
    const object = index.byKey(one.object);
    if (object !== undefined) return { object, path: one.path };
  }
  return undefined;
};

/** What makes a step, as places to change. */
export const placesOf = (state: GraphState, index: SnapshotIndex, step: Step): readonly Place[] => {
  const { grants, reached } = reasonsOf(state, step);
  if (grants.length > 0) return narrowest(grants).flatMap(grant => placeOfGrant(state, grant) ?? []);
  const place = placeOfEvidence(index, reached.evidence);
  return place === undefined ? [] : [place];
};
