import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { adminId } from '#core/attack/world';
import { listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';

/** Access entries as the AWS controller for EKS keeps them in a cluster. */
const resource = 'accessentries.eks.services.k8s.aws';

export const eksAccessEntry: FoundEdge = {
  kind: 'found',
  from: 'cloud',
  to: 'group',
  id: 'EKS_ACCESS_ENTRY',
  row: 'P27',
  title: 'An AWS principal has rights by an access entry',
  severity: 'high',
  cost: 1,
  gives: 'The groups of the entry and what its access policies allow.',
  abuse: 'EKS maps the principal to groups and policies: whoever has its credentials has them.',
  detect: 'Audit events whose extra field arn is this principal.',
  remove: 'Delete the access entry, or give it less.',
  mitigations: [
    'Access entries stand in the EKS API: those that are not kept as objects here are not seen. An entry may be for another cluster.',
  ],
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
    'https://attack.mitre.org/techniques/T1078/004/',
  ],
  reads: [resource],
  *find(world) {
    for (const entry of world.list(resource)) {
      const principal = textAt(entry, 'spec', 'principalARN');
      if (principal === undefined) continue;
      const from = cloudId('aws', principal);
      for (const [index, group] of listAt(entry, 'spec', 'kubernetesGroups').entries())
        if (typeof group === 'string' && group !== '') {
          const what = `The access entry puts ${principal} into group ${group}.`;
          yield { from, to: `group:${group}`, ...because(seen(world, entry, at('/spec', 'kubernetesGroups', index), what)) };
        }
      for (const [index, policy] of listAt(entry, 'spec', 'accessPolicies').entries())
        if (
          (textAt(policy, 'policyARN') ?? '').endsWith('/AmazonEKSClusterAdminPolicy') &&
          (textAt(policy, 'accessScope', 'type') ?? 'cluster') === 'cluster'
        ) {
          const what = `The access entry makes ${principal} an administrator of the cluster.`;
          yield { from, to: adminId, ...because(seen(world, entry, at('/spec', 'accessPolicies', index), what)) };
        }
    }
  },
};
