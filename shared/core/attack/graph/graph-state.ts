import type { Policy } from '#core/rbac/policy';
import type { WholeWorld } from '../create-world.ts';
import type { AttackEdge, Reached } from '../edge.ts';
import { createArcView, type ArcView } from './arc-view.ts';
import type { AttackGraph } from './build-graph.ts';
import type { GrantTable } from './grant-table.ts';
import type { IdentityEdgesOf } from './identity-edges.ts';
import type { NodeSpace } from './node-space.ts';

/** A graph to be asked: as it was read, or as it would be with something changed. */
export interface GraphState {
  readonly world: WholeWorld;
  /** What the numbers in `table` count: the policy as it was read, even where the state is another. */
  readonly tablePolicy: Policy;
  readonly table: GrantTable;
  readonly identities: IdentityEdgesOf;
  readonly roleNumbers: ReadonlyMap<string, number>;
  readonly edges: readonly AttackEdge[];
  readonly member: number;
  readonly everyRight: number;
  readonly space: NodeSpace;
  readonly view: ArcView;
  readonly reached: readonly Reached[];
}

export const stateOf = (graph: AttackGraph): GraphState => ({
  world: graph.world,
  tablePolicy: graph.world.policy,
  table: graph.table,
  identities: graph.identities,
  roleNumbers: graph.roleNumbers,
  edges: graph.edges,
  member: graph.member,
  everyRight: graph.everyRight,
  space: graph.space,
  view: createArcView(graph.arcs, graph.space.count(), null, []),
  reached: graph.reached,
});
