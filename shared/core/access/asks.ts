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
import type { Problem } from '#contract/problem';
import type {
  CanI,
  CanIQuery,
  Explain,
  ExplainQuery,
  Matrix,
  MatrixQuery,
  MyAccess,
  MyAccessQuery,
  Upkeep,
  UpkeepQuery,
  WhatCan,
  WhatCanQuery,
  WhoCan,
  WhoCanQuery,
} from '#contract/rbac';
import type { Result } from '#contract/result';

/** Every question about rights and attack paths of one snapshot, by the name of its call. */
export interface AccessAsks {
  readonly 'rbac.canI': { readonly input: CanIQuery; readonly output: CanI };
  readonly 'rbac.whoCan': { readonly input: WhoCanQuery; readonly output: WhoCan };
  readonly 'rbac.whatCan': { readonly input: WhatCanQuery; readonly output: WhatCan };
  readonly 'rbac.matrix': { readonly input: MatrixQuery; readonly output: Matrix };
  readonly 'rbac.upkeep': { readonly input: UpkeepQuery; readonly output: Upkeep };
  readonly 'rbac.explain': { readonly input: ExplainQuery; readonly output: Explain };
  readonly 'rbac.myAccess': { readonly input: MyAccessQuery; readonly output: MyAccess };
  readonly 'attack.paths': { readonly input: PathsQuery; readonly output: Paths };
  readonly 'attack.neighbours': { readonly input: NeighboursQuery; readonly output: Neighbours };
  readonly 'attack.chokePoints': { readonly input: ChokePointsQuery; readonly output: ChokePoints };
  readonly 'attack.simulate': { readonly input: SimulateQuery; readonly output: Simulation };
  readonly 'attack.nodes': { readonly input: AttackNodesQuery; readonly output: AttackNodes };
  readonly 'attack.node': { readonly input: AttackNodeQuery; readonly output: AttackNodeDetail };
  readonly 'attack.edge': { readonly input: AttackEdgeQuery; readonly output: AttackEdgeDetail };
}
export type AccessAsk = keyof AccessAsks;
export type AccessInput<N extends AccessAsk> = AccessAsks[N]['input'];
export type AccessOutput<N extends AccessAsk> = AccessAsks[N]['output'];

/** One answer a question; long ones yield and look at the signal. */
export type AccessAnswers = {
  readonly [N in AccessAsk]: (
    input: AccessInput<N>,
    signal: AbortSignal,
  ) => Promise<Result<AccessOutput<N>, Problem>> | Result<AccessOutput<N>, Problem>;
};
