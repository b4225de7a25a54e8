import type { AttackNode, Blocked, ViewGraph } from '#contract/attack';
import { explainStep } from './explain/explain-step.ts';
import { blockedFlag } from './graph/arcs.ts';
import type { GraphState } from './graph/graph-state.ts';
import type { Step } from './graph/steps.ts';
import { nodeOf, type ModelContext } from './model-context.ts';

/** What is drawn at most; siblings beyond this many are one node. */
export const drawnNodes = 300;
export const drawnEdges = 1200;
const siblings = 4;

export interface DrawnStep {
  readonly step: Step;
  readonly paths: readonly number[];
  /** A sentence where it was made already. */
  readonly what?: string;
  readonly blockedBy?: readonly Blocked[];
}

export interface Drawing {
  readonly context: ModelContext;
  readonly state: GraphState;
  /** Nodes in the order in which they are given up last. */
  readonly order: readonly number[];
  readonly steps: readonly DrawnStep[];
  /** Never folded into others. */
  readonly pinned: ReadonlySet<number>;
  /** Nodes and steps that were left out before. */
  readonly beyond: { readonly nodes: number; readonly edges: number };
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

/** Which node stands for which: nodes of one kind in one place with the same neighbours by the same edges are one. */
const foldsOf = ({ state, order, steps, pinned }: Drawing): ReadonlyMap<number, readonly number[]> => {
  const sides = new Map<number, string[]>();
  for (const { step, paths } of steps) {
    push(sides, step.from, `>${step.edge} ${step.to} ${step.flags & blockedFlag} ${paths.length === 0 ? '' : 'p'}`);
    push(sides, step.to, `<${step.edge} ${step.from} ${step.flags & blockedFlag} ${paths.length === 0 ? '' : 'p'}`);
  }
  const groups = new Map<string, number[]>();
  for (const node of order) {
    const about = pinned.has(node) ? `#${node}` : `${state.space.kind(node)} ${placeOf(state, node)}`;
    push(groups, `${about}\n${(sides.get(node) ?? []).toSorted().join('\n')}`, node);
  }
  const folded = new Map<number, readonly number[]>();
  for (const members of groups.values())
    for (const part of members.length >= siblings ? [members] : members.map(node => [node])) folded.set(part[0] as number, part);
  return folded;
};

const placeOf = (state: GraphState, node: number): string => {
  const id = state.space.id(node);
  const slash = id.indexOf('/');
  return slash < 0 ? id.slice(0, id.indexOf(':')) : id.slice(0, slash);
};

const omittedReason = (nodes: number, edges: number): string => {
  if (nodes === 0 && edges === 0) return '';
  return nodes > 0
    ? `More than ${drawnNodes} nodes cannot be read in one drawing; those farthest away are left out.`
    : `More than ${drawnEdges} edges cannot be read in one drawing; the last are left out.`;
};

interface DrawnEdge {
  readonly one: DrawnStep;
  readonly from: number;
  readonly to: number;
  readonly paths: Set<number>;
  count: number;
}

/** A drawing within its bounds: siblings folded first, then the last nodes and edges left out and counted. */
export const drawnGraph = (drawing: Drawing): ViewGraph => {
  const { context, state, order, steps, beyond } = drawing;
  const folded = foldsOf(drawing);
  const standsFor = new Map<number, number>();
  for (const [node, members] of folded) for (const member of members) standsFor.set(member, node);
  const heads = order.filter(node => folded.has(node));
  const shown = new Set(heads.slice(0, drawnNodes));
  const edges = new Map<string, DrawnEdge>();
  let lostEdges = beyond.edges;
  for (const one of steps) {
    const from = standsFor.get(one.step.from);
    const to = standsFor.get(one.step.to);
    if (from === undefined || to === undefined || !shown.has(from) || !shown.has(to)) {
      lostEdges += 1;
      continue;
    }
    const key = `${one.step.edge} ${from} ${to} ${one.step.flags & blockedFlag}`;
    const known = edges.get(key);
    if (known === undefined) edges.set(key, { one, from, to, paths: new Set(one.paths), count: 1 });
    else {
      known.count += 1;
      for (const path of one.paths) known.paths.add(path);
    }
  }
  const kept = [...edges.values()];
  for (const edge of kept.slice(drawnEdges)) lostEdges += edge.count;
  const lostNodes = heads.slice(drawnNodes).reduce((sum, node) => sum + (folded.get(node)?.length ?? 1), beyond.nodes);
  return {
    nodes: [...shown].map((node): AttackNode => nodeOf(context, state, node, folded.get(node)?.length ?? 1)),
    edges: kept.slice(0, drawnEdges).map(edge => drawnEdge(state, edge)),
    omitted: { nodes: lostNodes, edges: lostEdges, reason: omittedReason(lostNodes, lostEdges) },
  };
};

const drawnEdge = (state: GraphState, { one, from, to, paths, count }: DrawnEdge): ViewGraph['edges'][number] => {
  const kind = state.edges[one.step.edge];
  const blocked = (one.step.flags & blockedFlag) !== 0;
  const [fromId, toId] = [state.space.id(from), state.space.id(to)];
  return {
    id: `${kind?.id ?? ''} ${fromId} ${toId}${blocked ? ' blocked' : ''}`,
    edge: kind?.id ?? '',
    from: fromId,
    to: toId,
    what: one.what ?? kind?.title ?? '',
    severity: kind?.severity ?? 'low',
    blockedBy: [...(one.blockedBy ?? (blocked ? explainStep(state, one.step).blockedBy : []))],
    paths: [...paths].toSorted((left, right) => left - right),
    count,
  };
};
