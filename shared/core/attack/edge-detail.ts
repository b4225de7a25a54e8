import type { AttackEdgeDetail, AttackEdgeQuery, AttackEvidence, AttackStep } from '#contract/attack';
import type { KubeObject, ObjectKey } from '#contract/kube';
import type { RbacRef } from '#contract/rbac';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { edgeText } from './edge-catalogue.ts';
import { evidenceOf } from '#core/findings/evidence';
import { explainStep } from './explain/explain-step.ts';
import { fixesOf } from './fixes/fixes-of-paths.ts';
import { blockedFlag } from './graph/arcs.ts';
import type { GraphState } from './graph/graph-state.ts';
import { stepsAt } from './graph/seen-steps.ts';
import type { Step } from './graph/steps.ts';
import { towards } from './found-paths.ts';
import { resolveNode } from './resolve-node.ts';
import type { ModelContext } from './model-context.ts';

/** Objects that are shown as YAML at most. */
const shownObjects = 12;

interface Place {
  readonly object: ObjectKey;
  readonly path: string;
}

const resources: Readonly<Record<RbacRef['kind'], string>> = {
  Role: 'roles',
  ClusterRole: 'clusterroles',
  RoleBinding: 'rolebindings',
  ClusterRoleBinding: 'clusterrolebindings',
};

const keyOfRef = ({ kind, namespace, name }: RbacRef): ObjectKey =>
  `rbac.authorization.k8s.io/${resources[kind]}/${namespace ?? '_cluster'}/${name}`;

const subjectPath = (state: GraphState, ref: RbacRef, subject: string): string => {
  const binding = state.tablePolicy.bindings.find(
    one => one.ref.kind === ref.kind && one.ref.namespace === ref.namespace && one.ref.name === ref.name,
  );
  const index = binding?.subjects.find(({ name }) => subject.endsWith(name.slice(name.lastIndexOf(':') + 1)))?.index;
  return index === undefined ? '/roleRef' : `/subjects/${index}`;
};

/** Where a piece of evidence stands: for a grant the subject of its binding and the rule of its role. */
const placesOf = (state: GraphState, evidence: AttackEvidence): readonly Place[] => {
  if ('object' in evidence) return [evidence];
  return [
    { object: keyOfRef(evidence.role), path: `/rules/${evidence.rule}` },
    { object: keyOfRef(evidence.binding), path: subjectPath(state, evidence.binding, evidence.subject) },
  ];
};

const shown = (object: KubeObject, key: ObjectKey, paths: readonly string[]): AttackEdgeDetail['evidence'][number] => {
  const lines = new Set<number>();
  let text = { yaml: '', title: '' };
  for (const path of paths) {
    const { resource, yaml, lines: of } = evidenceOf(object, path);
    text = { yaml, title: resource };
    for (const line of of) lines.add(line);
  }
  return { object: key, ...text, lines: [...lines].toSorted((left, right) => left - right) };
};

const evidenceIn = (state: GraphState, step: AttackStep): AttackEdgeDetail['evidence'] => {
  const byObject = new Map<ObjectKey, string[]>();
  for (const { object, path } of step.by.flatMap(one => placesOf(state, one)))
    byObject.set(object, [...(byObject.get(object) ?? []), path]);
  return [...byObject].slice(0, shownObjects).flatMap(([key, paths]) => {
    const object = state.world.index.byKey(key);
    return object === undefined ? [] : [shown(object, key, paths)];
  });
};

const notThere = ({ edge, from, to }: AttackEdgeQuery): Problem =>
  problem('object-unknown', {
    what: `No edge ${edge.slice(0, 100)} leads from ${from.slice(0, 200)} to ${to.slice(0, 200)}.`,
    why: 'It may be of another snapshot.',
  });

const findStep = (state: GraphState, from: number, to: number, id: string): Step | undefined => {
  const edge = state.edges.findIndex(one => one.id === id);
  if (edge < 0) return undefined;
  const edges = new Uint8Array(state.edges.length + 1);
  edges[0] = 1;
  edges[edge + 1] = 1;
  const admitted = { edges, nodes: null, barred: 0 };
  const steps = stepsAt(from, 'out', { view: state.view, space: state.space, admitted, limit: Infinity });
  const these = steps.filter(step => step.to === to);
  return these.find(({ flags }) => (flags & blockedFlag) === 0) ?? these[0];
};

/** One edge of a drawing, with the objects that make it so and what would end it. */
export const answerEdge = async (context: ModelContext, query: AttackEdgeQuery): Promise<Result<AttackEdgeDetail, Problem>> => {
  const start = resolveNode(context.graph, context.state, query.from);
  if (!start.ok) return start;
  const end = resolveNode(context.graph, start.value.state, query.to);
  if (!end.ok) return end;
  const state = towards(end.value.state, end.value.node);
  const found = findStep(state, start.value.node, end.value.node, query.edge);
  const edge = found === undefined ? undefined : state.edges[found.edge];
  if (found === undefined || edge === undefined) return fail(notThere(query));
  const step = explainStep(state, found);
  const isOpen = (found.flags & blockedFlag) === 0;
  return ok({
    step,
    text: edgeText(edge),
    evidence: evidenceIn(state, step),
    fixes: isOpen ? [...(await fixesOf(context, state, [[found]]))] : [],
  });
};
