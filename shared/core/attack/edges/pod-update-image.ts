import { isMirrorPod } from '#kube/owners';
import type { RightsEdge } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { podTargets } from './pod-targets.ts';
import { workloadReferences } from './workload-words.ts';

const asked = { verbs: ['update', 'patch'], group: '', resources: ['pods'] };

export const podUpdateImage: RightsEdge = {
  kind: 'rights',
  id: 'POD_UPDATE_IMAGE',
  row: 'R19',
  title: 'Changes the image of a running pod',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod: its service account’s token, its Secrets and volumes, and its place in the network.',
  abuse:
    'Of a running pod only the images, tolerations and deadlines may be changed. Another image is started in place of the first, with all that the pod has mounted.',
  detect: 'Audit events with verb update or patch and objectRef.resource pods, whose requestObject changes an image.',
  remove: 'Remove update and patch on pods; controllers need no such right of their users.',
  mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of registries only.'],
  references: [...workloadReferences, 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement'],
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: [[{ ...asked, where: 'target', name: 'target' }]],
  targets: (world, namespace) =>
    podTargets(world, namespace, asked, ({ object }) =>
      // The source of a static pod is a file on its node.
      isMirrorPod(object) ? undefined : admissionOf(world, { operation: 'UPDATE', group: '', resource: 'pods', namespace }),
    ),
};
