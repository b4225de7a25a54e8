import { isMirrorPod } from '#kube/owners';
import type { RightsEdge } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { podTargets } from './pod-targets.ts';

const asked = { verbs: ['update', 'patch'], group: '', resources: ['pods/ephemeralcontainers'] };

export const ephemeralContainer: RightsEdge = {
  kind: 'rights',
  id: 'EPHEMERAL_CONTAINER',
  row: 'R24',
  title: 'Adds a container to a running pod',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod, by an image of choice: its volumes, its service account’s token, its processes and its network.',
  abuse:
    'An ephemeral container is added to a running pod by its own subresource. It may mount the volumes of the pod, the token among them, and join the processes of another container. Pod Security judges it like any other container.',
  detect: 'Audit events with verb update or patch, objectRef.resource pods and objectRef.subresource ephemeralcontainers.',
  remove: 'Remove update and patch on pods/ephemeralcontainers.',
  mitigations: ['A ValidatingAdmissionPolicy on pods/ephemeralcontainers.'],
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/',
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/277-ephemeral-containers',
  ],
  since: 23,
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: [[{ ...asked, where: 'target', name: 'target' }]],
  targets: (world, namespace) =>
    podTargets(world, namespace, asked, ({ object }) =>
      isMirrorPod(object)
        ? undefined
        : admissionOf(world, { operation: 'UPDATE', group: '', resource: 'pods/ephemeralcontainers', namespace }),
    ),
};
