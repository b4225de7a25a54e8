import type { FoundEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { namespaceId, serviceAccountId } from '../world.ts';
import { accountsIn } from './account-targets.ts';
import { workloadReferences } from './workload-words.ts';

export const workloadCreateSa: FoundEdge = {
  kind: 'found',
  id: 'WORKLOAD_CREATE_SA',
  row: 'R18',
  title: 'Runs as a service account of the namespace',
  severity: 'high',
  cost: 1,
  gives: 'All rights of the service account, by the token that is mounted into the pod.',
  abuse:
    'The service account of a pod is a field of it; the API server checks that the account exists, and nothing else. Whether the account mounts its token by itself does not matter: the pod can ask for it.',
  detect:
    'Audit events with verb create and objectRef.resource pods, by requestObject.spec.serviceAccountName; later requests of that account carry the pod’s name in user.extra.',
  remove: 'Keep service accounts with rights of weight in namespaces where nobody else may create workloads.',
  mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of service accounts only.'],
  references: workloadReferences,
  reads: ['serviceaccounts'],
  from: 'namespace',
  to: 'service-account',
  *find(world) {
    for (const namespace of world.namespaces)
      for (const name of accountsIn(world, namespace))
        yield { from: namespaceId(namespace), to: serviceAccountId(namespace, name), ...open };
  },
};
