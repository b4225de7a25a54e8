import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { createArcView } from './graph/arc-view.ts';
import { createConditionalTargets } from './graph/conditional-targets.ts';
import type { AttackGraph } from './graph/build-graph.ts';
import type { GraphState } from './graph/graph-state.ts';
import { nodeParts, type NodeParts } from './graph/node-ids.ts';
import { createNodeSpace } from './graph/node-space.ts';
import { weaveOver } from './graph/weave-over.ts';
import { idOf } from './model-context.ts';

export interface ResolvedNode {
  readonly node: number;
  readonly id: string;
  /** The state in which it stands: the one given, or one with this identity in it. */
  readonly state: GraphState;
}

const notANode = (text: string): Problem =>
  problem('filter-invalid', {
    what: `“${text.slice(0, 200)}” names no node of the attack graph.`,
    why: 'A node is written user:NAME, group:NAME, sa:NAMESPACE/NAME, pod:NAMESPACE/NAME, workload:NAMESPACE/KIND/NAME, node:NAME, secret:NAMESPACE/NAME, ns:NAME, internet or admin.',
  });

const unknown = (text: string): Problem =>
  problem('object-unknown', {
    what: `This snapshot has no ${text.slice(0, 200)}.`,
    why: 'It does not exist, or what would show it was not read.',
  });

const podNode = (state: GraphState, id: string): string | undefined => {
  const [namespace = '', name = ''] = id.slice('pod:'.length).split('/');
  return state.world.workloadOfPod(namespace, name)?.id;
};

/** Users and groups are listed by no cluster, and accounts may be made any time: each is what its groups make it. */
const isOpenKind = ({ kind }: NodeParts): boolean => kind === 'user' || kind === 'group' || kind === 'service-account';

const withIdentity = (graph: AttackGraph, state: GraphState, id: string): ResolvedNode => {
  const space = createNodeSpace(state.space);
  const node = space.intern(id) as number;
  const { world, table, identities, roleNumbers, view } = state;
  const conditional = createConditionalTargets(graph.conditional);
  const rows = weaveOver(graph, { world, table, identities, roleNumbers, space, conditional }, []);
  return {
    node,
    id,
    state: { ...state, space, view: createArcView(view.arcs, space.count(), view.replaced, [...view.extra, ...rows]) },
  };
};

/** The node of an id as a person writes it. */
export const resolveNode = (graph: AttackGraph, state: GraphState, text: string): Result<ResolvedNode, Problem> => {
  const parts = nodeParts(text);
  if (parts === undefined) return fail(notANode(text));
  const id = text.startsWith('pod:') ? podNode(state, text) : idOf(parts, text);
  if (id === undefined) return fail(unknown(text));
  const node = state.space.find(id);
  if (node !== undefined) return ok({ node, id, state });
  if (isOpenKind(parts)) return ok(withIdentity(graph, state, id));
  const exists = parts.kind === 'secret' && state.world.get('secrets', parts.namespace ?? '', parts.name) !== undefined;
  if (!exists) return fail(unknown(text));
  const space = createNodeSpace(state.space);
  const made = space.intern(id) as number;
  const { view } = state;
  return ok({
    node: made,
    id,
    state: { ...state, space, view: createArcView(view.arcs, space.count(), view.replaced, view.extra) },
  });
};
