import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { projectedTokens } from '#core/attack/workloads/tokens';
import { workloadResources } from '#kube/pod-templates';

export const eksPodIdentity: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'EKS_POD_IDENTITY',
  row: 'P24',
  title: 'A pod has an AWS role by EKS Pod Identity',
  severity: 'medium',
  cost: 1,
  gives: 'What the role may do in AWS. Which role it is stands in EKS and not in the cluster.',
  abuse:
    'EKS puts a token for its agent into pods of accounts that have an association; the agent gives credentials of the role for it.',
  detect: 'AssumeRoleForPodIdentity in CloudTrail.',
  remove: 'Give the role no more than the program needs; use an account of its own for each program.',
  mitigations: ['Associations stand in the EKS API: only pods that EKS gave a token to show that there is one.'],
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html'],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads) {
      const token = projectedTokens(workload).find(({ audience }) => audience === 'pods.eks.amazonaws.com');
      if (token === undefined) continue;
      const what = 'EKS gave the pod a token for Pod Identity.';
      yield {
        from: workload.id,
        to: cloudId('aws', `pod-identity/${workload.namespace}/${workload.serviceAccount}`),
        ...because(seen(world, workload.object, token.path, what)),
      };
    }
  },
};
