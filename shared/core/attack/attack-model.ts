import type {
  AttackEdgeDetail,
  AttackEdgeQuery,
  AttackNodeDetail,
  AttackNodeQuery,
  AttackNodes,
  AttackNodesQuery,
  ChokePoints,
  ChokePointsQuery,
  Neighbours,
  NeighboursQuery,
  Paths,
  PathsQuery,
  SimulateQuery,
  Simulation,
} from '#contract/attack';
import type { ObjectKey } from '#contract/kube';
import type { Problem } from '#contract/problem';
import type { WayToAdmin } from '#contract/rule';
import type { Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { WorkloadUnit } from '#core/evaluate/workload-units';
import type { Policy } from '#core/rbac/policy';
import { answerChokePoints } from './choke-points.ts';
import { createCompareView, type CompareView } from './compare-view.ts';
import { createWorld } from './create-world.ts';
import type { AttackEdge } from './edge.ts';
import { buildGraph, type Pause } from './graph/build-graph.ts';
import { createContext } from './create-context.ts';
import { answerEdge } from './edge-detail.ts';
import { answerNeighbours } from './neighbours.ts';
import { answerNode, answerNodes } from './nodes.ts';
import { answerPaths } from './paths.ts';
import { answerSimulate } from './simulate/simulate.ts';
import { waysToAdmin } from './ways/ways-to-admin.ts';

/** Every question about the attack graph of one snapshot. Long answers give other work a turn. */
export interface AttackModel {
  paths(query: PathsQuery): Promise<Result<Paths, Problem>>;
  neighbours(query: NeighboursQuery): Promise<Result<Neighbours, Problem>>;
  nodes(query: AttackNodesQuery): Promise<AttackNodes>;
  node(query: AttackNodeQuery): Result<AttackNodeDetail, Problem>;
  /** Causes of ways to admin, worst first: what findings are made of. */
  ways(): Promise<readonly WayToAdmin[]>;
  chokePoints(query: ChokePointsQuery): Promise<Result<ChokePoints, Problem>>;
  edge(query: AttackEdgeQuery): Promise<Result<AttackEdgeDetail, Problem>>;
  simulate(query: SimulateQuery): Promise<Result<Simulation, Problem>>;
  /** Cost to every right; null: none is known. */
  distanceToAdmin(node: string): number | null;
  /** For comparing this graph with another. */
  readonly compareView: CompareView;
}

export interface AttackModelOptions {
  readonly index: SnapshotIndex;
  readonly policy: Policy;
  readonly edges: readonly AttackEdge[];
  pause: Pause;
  /** Of this index, where they are made already. */
  units?(): readonly WorkloadUnit[];
  /** Ids of findings about an object. */
  findingsOf?(object: ObjectKey): readonly string[];
}

export const createAttackModel = async ({
  index,
  policy,
  edges,
  pause,
  units,
  findingsOf = () => [],
}: AttackModelOptions): Promise<AttackModel> => {
  const world = createWorld(index, policy, units);
  const graph = await buildGraph(world, edges, pause);
  const context = createContext(graph, pause, findingsOf);
  return {
    paths: query => answerPaths(context, query),
    neighbours: query => answerNeighbours(context, query),
    chokePoints: query => answerChokePoints(context, query),
    edge: query => answerEdge(context, query),
    simulate: query => answerSimulate(context, query),
    nodes: query => answerNodes(context, query),
    node: query => answerNode(context, query),
    ways: () => waysToAdmin(context, index),
    compareView: createCompareView(context),
    distanceToAdmin: id => {
      const node = graph.space.find(id);
      const cost = node === undefined ? -1 : (context.toAdmin()[node] ?? -1);
      return cost < 0 ? null : cost;
    },
  };
};
