import type { Finding } from '#contract/finding';
import { ok } from '#contract/result';
import type { AttackModel } from '#core/attack/attack-model';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import { type Authorizer, createAuthorizer } from '#core/rbac/authorizer';
import { canI } from '#core/rbac/can-i';
import { explainDenied } from '#core/rbac/explain/explain';
import { matrix } from '#core/rbac/matrix';
import { myAccess } from '#core/rbac/my-access';
import { policyOf } from '#core/rbac/policy-of';
import { upkeep } from '#core/rbac/upkeep/upkeep';
import { whatCan } from '#core/rbac/what-can';
import { whoCan } from '#core/rbac/who-can';
import { addedEdges } from './added-edges.ts';
import type { AccessAnswers } from './asks.ts';
import { attackModelOf } from './model-of.ts';
import { edgesOfPermission } from './permission-edges.ts';

export interface AccessOptions {
  readonly index: SnapshotIndex;
  /** Of the snapshot, for the findings of a node. */
  readonly findings: readonly Finding[];
  readonly ports: Pick<Ports, 'pause'>;
}

export interface Access {
  readonly answers: AccessAnswers;
  readonly authorizer: Authorizer;
  /** Made when it is first asked for. */
  model(): Promise<AttackModel>;
}

const least = (costs: readonly (number | null)[]): number | null =>
  costs.reduce<number | null>((best, cost) => (best === null || (cost !== null && cost < best) ? cost : best), null);

/** All answers about one snapshot, over one index of rights and one attack graph. */
export const createAccess = ({ index, findings, ports }: AccessOptions): Access => {
  const authorizer = createAuthorizer(policyOf(index));
  let made: Promise<AttackModel> | undefined;
  const model = (): Promise<AttackModel> => (made ??= attackModelOf(index, authorizer.policy, findings, ports));
  const answers: AccessAnswers = {
    'rbac.canI': query => canI(authorizer, index, query),
    'rbac.whoCan': query => ok(whoCan(authorizer, index, query)),
    'rbac.whatCan': query => whatCan(authorizer, index, query, edgesOfPermission),
    'rbac.matrix': query => ok(matrix(authorizer, index, query)),
    'rbac.upkeep': query => ok(upkeep(authorizer, index, query)),
    'rbac.explain': async query => {
      const explained = await explainDenied({ authorizer, index, addedEdges: addedEdges(index, model, ports) }, query.text);
      return explained.ok ? ok(explained.value.explain) : explained;
    },
    'rbac.myAccess': async () => {
      const graph = await model();
      return myAccess({
        authorizer,
        index,
        edgesOf: edgesOfPermission,
        costToAdmin: nodes => least(nodes.map(graph.distanceToAdmin)),
      });
    },
    'attack.paths': async query => (await model()).paths(query),
    'attack.neighbours': async query => (await model()).neighbours(query),
    'attack.chokePoints': async query => (await model()).chokePoints(query),
    'attack.simulate': async query => (await model()).simulate(query),
    'attack.nodes': async query => ok(await (await model()).nodes(query)),
    'attack.node': async query => (await model()).node(query),
    'attack.edge': async query => (await model()).edge(query),
  };
  return { answers, authorizer, model };
};
