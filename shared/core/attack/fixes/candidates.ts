import type { AttackChange } from '#contract/attack';
import { textAt } from '#kube/json-fields';
import { reasonsOf, type StepReasons } from '../explain/explain-step.ts';
import { subjectNodeId } from '../graph/grant-table.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { nodeParts } from '../graph/node-ids.ts';
import { partsOf } from '../graph/node-space.ts';
import type { Step } from '../graph/steps.ts';

const only = <T>(items: Iterable<T>): T | undefined => {
  const [first, ...others] = new Set(items);
  return others.length === 0 ? first : undefined;
};

/**
 * What one may take away of a clause: each alone ends it. What Kubernetes ships is left alone: it would come back, or break the
 * cluster.
 */
const clauseChanges = (state: GraphState, grants: StepReasons['grants']): readonly AttackChange[] => {
  const changes: AttackChange[] = [];
  const binding = state.tablePolicy.bindings[only(grants.map(one => one.binding)) ?? -1];
  if (binding !== undefined && !binding.baseline) {
    const subject = binding.subjects.find(({ index }) => index === only(grants.map(one => one.subject)));
    const others = new Set(binding.subjects.map(subjectNodeId)).size > 1;
    if (subject !== undefined && others)
      changes.push({ remove: 'subject', binding: binding.ref, subject: subjectNodeId(subject) });
    changes.push({ remove: 'binding', binding: binding.ref });
  }
  const rule = only(grants.map(one => `${one.role} ${one.rule}`));
  const [first] = grants;
  const role = first === undefined ? undefined : state.table.role(first.role);
  if (rule !== undefined && first !== undefined && role !== undefined && !role.baseline && role.rules.length > 1)
    changes.push({ remove: 'rule', role: role.ref, rule: first.rule });
  return changes;
};

/** Objects that one may take away as a whole: doors and keys, not what runs. */
const removable: ReadonlySet<string> = new Set(['secrets', 'services', 'ingresses']);

/** What belongs to the whole cluster (nodes, their labels) is not taken away to close a path. */
const fieldChanges = ({ reached }: StepReasons): readonly AttackChange[] =>
  reached.evidence.flatMap((one): readonly AttackChange[] => {
    if (!('object' in one)) return [];
    const [group, resource = '', namespace] = one.object.split('/');
    if (namespace === '_cluster' && group !== 'rbac.authorization.k8s.io') return [];
    if (one.path !== '') return [{ remove: 'field', object: one.object, path: one.path }];
    return removable.has(resource) ? [{ remove: 'object', object: one.object }] : [];
  });

const levels = ['baseline', 'restricted'] as const;

const raised = (state: GraphState, step: Step, { edge }: StepReasons): readonly AttackChange[] => {
  if (!edge.mitigations.some(text => /pod.?security/i.test(text))) return [];
  const from = partsOf(state.space, step.from);
  const namespace = step.place !== '' && step.place !== '*' ? step.place : from.namespace;
  const object = namespace === null ? undefined : state.world.get('namespaces', undefined, namespace);
  if (namespace === null || object === undefined) return [];
  const now = textAt(object, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce') ?? 'privileged';
  return levels
    .filter((_, index) => index > levels.findIndex(one => one === now))
    .map(one => ({ raise: 'pod-security' as const, namespace, level: one }));
};

/** Single changes that may end a step; whether one does is found by asking again. */
export const changesOfStep = (state: GraphState, step: Step): readonly AttackChange[] => {
  if (step.edge === state.member || step.edge === state.everyRight) return [];
  const reasons = reasonsOf(state, step);
  const clauses = Map.groupBy(reasons.grants, ({ clause }) => clause);
  const byRights = [...clauses.values()].flatMap(grants => clauseChanges(state, grants));
  return [...byRights, ...fieldChanges(reasons), ...raised(state, step, reasons)];
};

const refText = ({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}): string => `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;

const objectText = (key: string): string => {
  const [, resource = '', namespace = '', ...name] = key.split('/');
  return `${resource} ${namespace === '_cluster' ? '' : `${namespace}/`}${name.join('/')}`;
};

const subjectText = (id: string): string => {
  const parts = nodeParts(id);
  return parts === undefined ? id : `${parts.namespace === null ? '' : `${parts.namespace}/`}${parts.name}`;
};

/** "Remove RoleBinding ci/deployer" */
export const changeTitle = (change: AttackChange): string => {
  if ('raise' in change) return `Enforce Pod Security ${change.level} in ${change.namespace}`;
  switch (change.remove) {
    case 'binding':
      return `Remove ${refText(change.binding)}`;
    case 'subject':
      return `Take ${subjectText(change.subject)} out of ${refText(change.binding)}`;
    case 'role':
      return `Remove ${refText(change.role)}`;
    case 'rule':
      return `Remove rule ${change.rule + 1} of ${refText(change.role)}`;
    case 'field':
      return `Remove ${change.path} of ${objectText(change.object)}`;
    case 'object':
      return `Remove ${objectText(change.object)}`;
  }
};
