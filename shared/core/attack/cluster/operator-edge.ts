import type { AttackNodeKind, Blocked } from '#contract/attack';
import { resourceName } from '#contract/kube';
import { flagsOf } from '#kube/command-flags';
import { workloadResources } from '#kube/pod-templates';
import type { EdgeWords, Rights, RightsEdge, Target } from '../edge.ts';
import { because, blocked, together } from '../reached.ts';
import { changes, creates, endByName } from './rights.ts';
import { remembered } from '../remembered.ts';
import { namespaceId, serviceAccountId, type Workload, type World } from '../world.ts';
import { containersIn } from '../workloads/containers-of.ts';
import { runningProgram, type Program, type Running } from './operators.ts';

export type OperatorWords = Omit<EdgeWords, 'row'>;

export interface Operator {
  readonly program: Program;
  readonly scope: RightsEdge['scope'];
  /** Objects that it does the bidding of. */
  readonly group: string;
  readonly resources: readonly string[];
  /** What is written of one that is there comes too late. */
  readonly newOnly?: boolean;
  /** Further clauses. */
  readonly also?: Rights;
  /** It reads objects of its own namespace alone. */
  readonly ownNamespace?: boolean;
  /** What of its settings keeps it from doing everything that it is told. */
  readonly lockedDown?: (workload: Workload) => readonly Blocked[];
}

/** Flags by which controllers are told which namespaces they read. */
const namespaceFlags = ['namespaces', 'namespace', 'managed-namespace', 'watch-namespace', 'watch-namespaces'];

/** Whether a flag keeps a controller from reading objects of a namespace. */
const reads = (workload: Workload, namespace: string): boolean =>
  containersIn(workload).every(container => {
    const flags = flagsOf(container);
    if (flags.get('watch-all-namespaces')?.value === 'false' || flags.has('namespaced')) return namespace === workload.namespace;
    const named = namespaceFlags.flatMap(name => flags.get(name)?.value.split(',') ?? []).filter(name => name !== '');
    // A reference to a variable is the pod’s own namespace as a rule, and surely no other that can be told.
    return (
      named.length === 0 || named.some(name => name === namespace || (name.startsWith('$(') && namespace === workload.namespace))
    );
  });

const edge = (
  words: OperatorWords,
  operator: Operator,
  to: AttackNodeKind,
  targetsOf: (world: World, namespace: string, running: Running) => Iterable<Target>,
): RightsEdge => {
  const { group, resources, scope, also = [], newOnly = false } = operator;
  const where = scope === 'cluster' ? 'cluster' : 'target';
  const change = changes(group, resources, where);
  const running: (world: World) => readonly Running[] = remembered(world => runningProgram(world, operator.program));
  return {
    ...words,
    kind: 'rights',
    row: 'R33',
    to,
    scope,
    reads: workloadResources,
    rights: [[creates(group, resources, where), ...(newOnly ? [] : [change])], ...also],
    *targets(world, namespace) {
      for (const one of running(world)) {
        if (operator.ownNamespace === true && one.workload.namespace !== namespace) continue;
        if (scope === 'namespace' && !reads(one.workload, namespace)) continue;
        const named = newOnly
          ? []
          : resources.map(resource => ({
              right: change,
              list: resourceName(group, resource),
              namespace: scope === 'cluster' ? '' : namespace,
            }));
        for (const end of targetsOf(world, namespace, one)) yield* endByName(world, end, ...named);
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
