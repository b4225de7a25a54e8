import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import type { Pointer, WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { controllerOf } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import { valueAt } from '#kube/pointer';
import { reasonsOf } from '../explain/explain-step.ts';
import type { RightGrant } from '../explain/grants.ts';
import type { GraphState } from '../graph/graph-state.ts';
import type { Step } from '../graph/steps.ts';

/** Names that are bound and do not exist. */
const claimRow = 'R52';

/** Where something would be taken away. */
export interface Place {
  readonly by: WayToAdmin['by'];
  readonly object: KubeObject;
  readonly path: Pointer;
  /** Entries of the rule's resources that do it; [] where it is no rule. */
  readonly resources: readonly string[];
}

const covers = (entry: string, wanted: string): boolean =>
  entry === '*' || entry === wanted || (entry.startsWith('*/') && wanted.endsWith(entry.slice(1)));

/** In the role, unless Kubernetes or a vendor ships it; then in the binding. What they ship both is nobody's to change. */
const placeOfGrant = (state: GraphState, { binding, role, rule, subject, right }: RightGrant): Place | undefined => {
  const bound = state.tablePolicy.bindings[binding];
  const about = state.table.role(role);
  if (bound === undefined || about === undefined || bound.baseline) return undefined;
  if (about.baseline) return { by: 'rights', object: bound.object, path: `/subjects/${subject}`, resources: [] };
  const resources = about.rules[rule]?.resources ?? [];
  return {
    by: 'rights',
    object: about.object,
    path: `/rules/${rule}`,
    resources: resources.filter(entry => right.resources.some(wanted => covers(entry, wanted))),
  };
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
    if (object !== undefined) return { by: 'workload', object, path: one.path, resources: [] };
  }
  return undefined;
};

/** A pod comes and goes: what it has from its owner's template stands there. */
const inTemplate = (index: SnapshotIndex, place: Place): Place => {
  if (place.object.kind !== 'Pod') return place;
  let owner = place.object;
  for (let depth = 0; depth < 8; depth++) {
    const reference = controllerOf(owner);
    const next = reference === undefined ? undefined : index.byUid(reference.uid);
    if (next === undefined) break;
    owner = next;
  }
  const template = owner === place.object ? undefined : podTemplateOf(owner);
  if (template === undefined) return place;
  const path = `${template.path}${place.path}`;
  const same = JSON.stringify(valueAt(owner, path)) === JSON.stringify(valueAt(place.object, place.path));
  return { ...place, object: owner, path: same ? path : `${template.path}/spec` };
};

const isShipped = (state: GraphState, { object }: Place): boolean =>
  state.tablePolicy.bindings.some(binding => binding.object === object && binding.baseline);

/** What makes a step, as places to change. */
export const placesOf = (state: GraphState, index: SnapshotIndex, step: Step): readonly Place[] => {
  const { edge, grants, reached } = reasonsOf(state, step);
  const evident = placeOfEvidence(index, reached.evidence);
  // What waits for a name is what is wrong, not the everyday right to make one; unless Kubernetes itself left it waiting.
  if (edge.row === claimRow && evident !== undefined && !isShipped(state, evident)) return [{ ...evident, by: 'claim' }];
  if (grants.length > 0) return narrowest(grants).flatMap(grant => placeOfGrant(state, grant) ?? []);
  return evident === undefined ? [] : [inTemplate(index, evident)];
};
