import type { AttackNode } from '#contract/attack';
import type { Severity } from '#contract/finding';
import type { ObjectKey } from '#contract/kube';
import type { AttackGraph, Pause } from './graph/build-graph.ts';
import type { GraphState } from './graph/graph-state.ts';
import { impliedGroups, nodeLabel, nodeParts, userNodeId, type NodeParts } from './graph/node-ids.ts';

/** What all questions about one graph share. */
export interface ModelContext {
  readonly graph: AttackGraph;
  readonly state: GraphState;
  readonly admin: number;
  /** Cost to admin from each node of the graph, -1: none. */
  toAdmin(): Int32Array;
  isBaseline(node: number): boolean;
  /** Identities, workloads and the internet, in the order of the graph. */
  starts(): readonly number[];
  findingsOf(object: ObjectKey): readonly string[];
  pause: Pause;
}

export const idOf = (parts: NodeParts, id: string): string => (parts.kind === 'user' ? userNodeId(parts.name) : id);

const severityOf = (cost: number, kind: NodeParts['kind']): Severity | null => {
  if (kind === 'admin') return 'critical';
  if (cost < 0) return null;
  return cost <= 1 ? 'critical' : 'high';
};

export interface NodeFacts {
  readonly toAdmin: number;
  readonly baseline: boolean;
  readonly count: number;
}

const shownName = ({ kind, name }: NodeParts): string => {
  if (kind === 'admin') return 'Cluster admin';
  if (kind === 'internet') return 'Internet';
  if (kind === 'nodes') return 'All nodes';
  return kind === 'workload' || kind === 'role' ? name.slice(name.indexOf('/') + 1) : name;
};

/** A node of the contract. */
export const describedNode = (id: string, { toAdmin, baseline, count }: NodeFacts): AttackNode => {
  const parts = nodeParts(id) ?? { kind: 'impact' as const, namespace: null, name: id };
  const label = nodeLabel(parts);
  return {
    id,
    kind: parts.kind,
    name: shownName(parts),
    namespace: parts.namespace,
    label: count > 1 ? `${label} ×${count}` : label,
    count,
    toAdmin: toAdmin < 0 ? null : toAdmin,
    baseline,
    severity: severityOf(toAdmin, parts.kind),
  };
};

export const nodeOf = (context: ModelContext, state: GraphState, node: number, count = 1): AttackNode =>
  describedNode(state.space.id(node), {
    toAdmin: context.toAdmin()[node] ?? -1,
    baseline: context.isBaseline(node),
    count,
  });

/** Groups of an identity, as they are written: `system:authenticated`. */
export const groupsOfNode = (id: string): readonly string[] => {
  const parts = nodeParts(id);
  return parts === undefined ? [] : impliedGroups(parts);
};
