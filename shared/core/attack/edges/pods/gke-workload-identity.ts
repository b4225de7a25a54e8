import type { FoundEdge } from '#core/attack/edge';
import { cloudAccounts } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { hasHostNetwork } from '#core/attack/workloads/containers-of';
import { at } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

export const gkeWorkloadIdentity: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'GKE_WORKLOAD_IDENTITY',
  row: 'P25',
  title: 'A pod has the Google identity that its account names',
  severity: 'medium',
  cost: 1,
  gives: 'What the Google service account may do.',
  abuse:
    'The metadata server of GKE gives tokens of the Google service account to each pod of the account, whether it mounts a token or not. All clusters of one fleet share these identities: the same namespace and account in another cluster has them as well.',
  detect: 'Use of the Google service account by unusual programs, in the cloud’s audit log.',
  remove: 'Give the Google service account no more than the program needs; use an account of its own for each program.',
  mitigations: [
    'The Google service account must allow it (roles/iam.workloadIdentityUser); that stands in the cloud.',
    'Principals may be granted rights directly as well, without an annotation: no object of the cluster tells.',
  ],
  references: ['https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity'],
  reads: ['serviceaccounts', ...workloadResources],
  *find(world) {
    for (const { account, provider, id, evidence } of cloudAccounts(world)) {
      if (provider !== 'gcp') continue;
      for (const workload of world.workloadsIn(account.metadata.namespace ?? '')) {
        // Those in the network of the node get the node's identity instead.
        if (workload.serviceAccount !== account.metadata.name || hasHostNetwork(workload)) continue;
        const path = at(workload.podSpecPath, 'serviceAccountName');
        yield {
          from: workload.id,
          to: id,
          ...because(evidence, seen(world, workload.object, path, `Its pods run as ${workload.serviceAccount}.`)),
        };
      }
    }
  },
};
