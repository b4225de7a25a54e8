import type { AttackFilter } from '#contract/attack';
import { severities } from '#contract/finding';
import type { Admitted } from '../graph/arc-view.ts';
import { blockedFlag, uncertainFlag } from '../graph/arcs.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { partsOf } from '../graph/node-space.ts';

export const noFilter: AttackFilter = { edges: null, namespaces: null, severity: null, hideBaseline: false };

/** open: what can be walked; certain: and of which nothing is unread; seen: blocked ones, too. */
export type Walk = 'open' | 'certain' | 'seen';

const barred: Readonly<Record<Walk, number>> = { open: blockedFlag, certain: blockedFlag | uncertainFlag, seen: 0 };

/** What a filter admits. Being in a group and having every right is no edge that one could leave out. */
export const admittedBy = (state: GraphState, filter: AttackFilter, walk: Walk): Admitted => {
  const wanted = filter.edges === null ? null : new Set(filter.edges);
  const least = filter.severity === null ? severities.length : severities.indexOf(filter.severity);
  const edges = new Uint8Array(state.edges.length + 1);
  edges[0] = 1;
  state.edges.forEach((edge, index) => {
    const own = index === state.member || index === state.everyRight;
    const admitted = (wanted === null || wanted.has(edge.id)) && severities.indexOf(edge.severity) <= least;
    edges[index + 1] = own || admitted ? 1 : 0;
  });
  return { edges, nodes: filter.namespaces === null ? null : nodesIn(state, new Set(filter.namespaces)), barred: barred[walk] };
};

/** Nodes of these namespaces, and those of none. Folds lead to what is admitted or not by itself. */
const nodesIn = ({ space }: GraphState, namespaces: ReadonlySet<string>): Uint8Array => {
  const nodes = new Uint8Array(space.count()).fill(1);
  for (let node = 0; node < nodes.length; node++) {
    if (space.isFold(node)) continue;
    const { kind, namespace, name } = partsOf(space, node);
    const place = kind === 'namespace' ? name : namespace;
    if (place !== null && !namespaces.has(place)) nodes[node] = 0;
  }
  return nodes;
};
