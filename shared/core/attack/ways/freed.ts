import type { AttackChange } from '#contract/attack';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { subjectText } from '#core/rbac/identity';
import { podTemplateOf } from '#kube/pod-templates';
import { freedBy } from '../fixes/judge-change.ts';
import type { ModelContext } from '../model-context.ts';
import { changedState } from '../simulate/changed-state.ts';
import type { Place } from './places.ts';

/** Asking again without each of hundreds of places would take minutes where the graph is large: that many arcs are walked. */
const walked = 4_000_000;
const mostPlaces = 60;

/** How many places are worth counting in this graph. */
export const placesCounted = ({ graph }: ModelContext): number =>
  Math.min(mostPlaces, Math.floor(walked / Math.max(1, graph.arcs.count)));

const changeOf = ({ state }: ModelContext, index: SnapshotIndex, { by, object, path }: Place): AttackChange | undefined => {
  // Pods that run keep what their owner's template loses until they are replaced, and the graph is of what runs.
  if (by === 'workload')
    return podTemplateOf(object) !== undefined && object.kind !== 'Pod'
      ? undefined
      : { remove: 'field', object: index.keyOf(object), path };
  const binding = state.tablePolicy.bindings.find(one => one.object === object);
  if (binding !== undefined) {
    const number = Number(/^\/subjects\/(\d+)$/u.exec(path)?.[1] ?? -1);
    const subject = binding.subjects.find(({ index: at }) => at === number);
    return subject === undefined
      ? { remove: 'binding', binding: binding.ref }
      : { remove: 'subject', binding: binding.ref, subject: subjectText(subject) };
  }
  const role = state.tablePolicy.roles.find(one => one.object === object);
  const rule = /^\/rules\/(\d+)/u.exec(path)?.[1];
  return role === undefined || rule === undefined ? undefined : { remove: 'rule', role: role.ref, rule: Number(rule) };
};

/** Identities and workloads that reach admin now and would not without this place; null where that cannot be asked. */
export const freedWithout = async (context: ModelContext, index: SnapshotIndex, place: Place): Promise<number | null> => {
  const change = changeOf(context, index, place);
  const changed = change === undefined ? undefined : await changedState(context.graph, [change], context.pause);
  return changed?.ok === true ? freedBy(context, changed.value.state) : null;
};
