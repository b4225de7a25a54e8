import type { FoundEdge } from '#core/attack/edge';
import { cloudAccounts } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { at } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

export const irsa: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'IRSA',
  row: 'P24',
  title: 'A pod has the AWS role that its account names',
  severity: 'medium',
  cost: 1,
  gives: 'What the role may do in AWS.',
  abuse:
    'The webhook of EKS gives each pod of the account a token for AWS, also where automountServiceAccountToken is false, and AWS exchanges it for credentials of the role.',
  detect: 'AssumeRoleWithWebIdentity in CloudTrail from other addresses than the cluster’s.',
  remove: 'Give the role no more than the program needs; use an account of its own for each program.',
  mitigations: ['The role’s trust policy must name this cluster and should name this account; it stands in AWS.'],
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html'],
  reads: ['serviceaccounts', ...workloadResources],
  *find(world) {
    for (const { account, provider, id, evidence } of cloudAccounts(world)) {
      if (provider !== 'aws') continue;
      for (const workload of world.workloadsIn(account.metadata.namespace ?? '')) {
        if (workload.serviceAccount !== account.metadata.name) continue;
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
