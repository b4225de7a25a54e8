import type { AttackNodeKind, Blocked } from '#contract/attack';
import { workloadResources } from '#kube/pod-templates';
import type { EdgeWords, Rights, RightsEdge, Target } from '../edge.ts';
import { because, blocked, together } from '../reached.ts';
import { remembered } from '../remembered.ts';
import { namespaceId, serviceAccountId, type Workload, type World } from '../world.ts';
import { runningProgram, type Program, type Running } from './operators.ts';

export type OperatorWords = Omit<EdgeWords, 'row'>;

export interface Operator {
  readonly program: Program;
  readonly scope: RightsEdge['scope'];
  readonly rights: Rights;
  /** It reads objects of its own namespace alone. */
  readonly ownNamespace?: boolean;
  /** What of its settings keeps it from doing everything that it is told. */
  readonly lockedDown?: (workload: Workload) => readonly Blocked[];
}

const edge = (
  words: OperatorWords,
  operator: Operator,
  to: AttackNodeKind,
  targetsOf: (world: World, namespace: string, running: Running) => Iterable<Target>,
): RightsEdge => {
  const running: (world: World) => readonly Running[] = remembered(world => runningProgram(world, operator.program));
  return {
    ...words,
    kind: 'rights',
    row: 'R33',
    to,
    scope: operator.scope,
    reads: workloadResources,
    rights: operator.rights,
    *targets(world, namespace) {
      for (const one of running(world)) {
        if (operator.ownNamespace === true && one.workload.namespace !== namespace) continue;
        yield* targetsOf(world, namespace, one);
      }
    },
  };
};

/** Whoever writes its objects acts with the rights of the controller’s own account. */
export const deputyEdge = (words: OperatorWords, operator: Operator): RightsEdge =>
  edge(words, operator, 'service-account', (_, __, { workload, evidence }) => [
    {
      id: serviceAccountId(workload.namespace, workload.serviceAccount),
      name: '',
      ...together(because(evidence), blocked(...(operator.lockedDown?.(workload) ?? []))),
    },
  ]);

/** Whoever writes its objects runs pods of choice in their namespace, without a right on pods. */
export const runnerEdge = (words: OperatorWords, operator: Operator): RightsEdge =>
  edge(words, operator, 'namespace', (_, namespace, { evidence }) => [
    { id: namespaceId(namespace), name: '', ...because(evidence) },
  ]);

/** Another end, by the operator’s own logic. */
export const operatorEdge = edge;
