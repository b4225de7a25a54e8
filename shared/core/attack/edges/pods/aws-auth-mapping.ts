import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';

export const awsAuthMapping: FoundEdge = {
  kind: 'found',
  from: 'cloud',
  to: 'group',
  id: 'AWS_AUTH_MAPPING',
  row: 'P27',
  title: 'An AWS principal is in a group of the cluster',
  severity: 'high',
  cost: 1,
  gives: 'The rights of the group.',
  abuse:
    'EKS maps the role or user to groups by the ConfigMap kube-system/aws-auth: whoever has the credentials of the principal has the groups.',
  detect: 'Audit events whose extra field arn is this principal.',
  remove: 'Take the mapping out of aws-auth, or give it groups with fewer rights.',
  mitigations: ['A cluster in authentication mode API does not read aws-auth; the mode stands in EKS.'],
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
    'https://attack.mitre.org/techniques/T1078/004/',
  ],
  reads: ['configmaps'],
  *find(world) {
    const map = world.get('configmaps', 'kube-system', 'aws-auth');
    if (map === undefined) return;
    for (const fact of world.facts(map, 'aws-auth')) {
      if (fact.detail === undefined || fact.class === '') continue;
      const what = `aws-auth puts ${fact.detail} into group ${fact.class}.`;
      yield { from: cloudId('aws', fact.detail), to: `group:${fact.class}`, ...because(seen(world, map, fact.path, what)) };
    }
  },
};
