import type { RightsEdge } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { namespaceId } from '../world.ts';
import { createsWorkload } from './workload-resources.ts';
import { workloadReferences } from './workload-words.ts';

export const workloadCreate: RightsEdge = {
  kind: 'rights',
  id: 'WORKLOAD_CREATE',
  row: 'R18',
  title: 'Creates workloads in the namespace',
  severity: 'high',
  cost: 1,
  gives: 'To run any image in this namespace, with any of its service accounts, Secrets, ConfigMaps and volumes.',
  abuse:
    'Whoever may create pods, or any object from which a controller makes them, chooses the service account and the volumes. The API server asks for no right on these.',
  detect:
    'Audit events with verb create and objectRef.resource pods, deployments, daemonsets, statefulsets, replicasets, replicationcontrollers, jobs or cronjobs; the service account stands in requestObject.',
  remove: 'Remove create on workloads, or keep strong service accounts and Secrets out of the namespace.',
  mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of service accounts only.'],
  references: workloadReferences,
  to: 'namespace',
  scope: 'namespace',
  rights: [createsWorkload],
  targets: (world, namespace) => [
    {
      id: namespaceId(namespace),
      name: '',
      ...admissionOf(world, { operation: 'CREATE', group: '', resource: 'pods', namespace }),
    },
  ],
};
