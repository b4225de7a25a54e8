import { changesSystemMap, whereSystemMap } from '../cluster/system-map.ts';
import type { RightsEdge } from '../edge.ts';
import { adminId } from '../world.ts';

export const awsAuth: RightsEdge = {
  kind: 'rights',
  to: 'admin',
  scope: 'cluster',
  id: 'AWS_AUTH',
  row: 'R37',
  title: 'Maps AWS principals to groups',
  severity: 'critical',
  cost: 1,
  gives: 'Group system:masters for an AWS principal of one’s own.',
  abuse: 'EKS reads the ConfigMap kube-system/aws-auth for which role or user is in which group.',
  detect: 'Audit events of update and patch on the ConfigMap aws-auth.',
  remove: 'Take writes to the ConfigMap away, and move to access entries (authentication mode API).',
  mitigations: ['A cluster in authentication mode API does not read it; the mode stands in EKS.'],
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
    'https://attack.mitre.org/techniques/T1098/',
  ],
  reads: ['configmaps'],
  rights: changesSystemMap('aws-auth'),
  // Without one the cluster is no EKS, or has left it behind.
  targets: whereSystemMap('aws-auth', adminId, 'The cluster has an aws-auth ConfigMap.'),
};
