import type { FoundEdge } from '#core/attack/edge';
import { serviceAccountId } from '#core/attack/world';
import { tokenOf } from '#core/attack/workloads/tokens';
import { workloadResources } from '#kube/pod-templates';

export const usesServiceAccount: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'service-account',
  id: 'USES_SA',
  row: 'P1',
  title: 'A pod holds a token of its service account',
  severity: 'medium',
  cost: 0,
  gives: 'Every right of the service account.',
  abuse:
    'The token lies in the container’s file system, where whoever runs code in it can read it. The pod’s automountServiceAccountToken goes before the account’s; a token that a volume projects is there whatever they say.',
  detect: 'Audit events of the account from another program or address than the workload’s.',
  remove:
    'Set automountServiceAccountToken to false where the program does not call the API server; else take rights away from the account.',
  mitigations: ['automountServiceAccountToken: false on the pod, or on the account where the pod says nothing.'],
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    'https://attack.mitre.org/techniques/T1528/',
  ],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads) {
      const token = tokenOf(world, workload);
      if (token !== undefined)
        yield { from: workload.id, to: serviceAccountId(workload.namespace, workload.serviceAccount), ...token };
    }
  },
};
