import { listAt } from '#kube/json-fields';
import type { RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import type { Workload, World } from '../world.ts';
import { podTargets } from './pod-targets.ts';

export const execReferences: readonly string[] = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation',
  'https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/',
];

export const upgradeReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/',
  'https://github.com/kubernetes/kubernetes/issues/78741',
];

type Stream = 'pods/exec' | 'pods/attach';

export const streamRight = (verb: 'create' | 'get', resource: Stream): RightsEdge['rights'] => [
  [{ verbs: [verb], group: '', resources: [resource], where: 'target', name: 'target' }],
];

/** Whoever attaches can type only where the container takes input. */
const takesInput = ({ podSpec }: Workload): boolean =>
  listAt(podSpec, 'containers').some(container => (container as { readonly stdin?: unknown } | null)?.stdin === true);

export const streamTargets =
  (verb: 'create' | 'get', resource: Stream) =>
  (world: World, namespace: string): Iterable<Target> =>
    podTargets(world, namespace, { verbs: [verb], group: '', resources: [resource] }, workload =>
      resource === 'pods/attach' && !takesInput(workload)
        ? undefined
        : admissionOf(world, { operation: 'CONNECT', group: '', resource, namespace }),
    );
