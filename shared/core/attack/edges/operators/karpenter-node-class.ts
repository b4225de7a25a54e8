import { cloudId } from '#core/attack/cluster/cloud';
import { operatorEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { because } from '#core/attack/reached';

export const karpenterNodeClass: RightsEdge = operatorEdge(
  {
    id: 'KARPENTER_NODE_CLASS',
    title: 'Chooses what new nodes run and which role they have',
    severity: 'high',
    cost: 2,
    gives: 'Root on each node that is made from then on, with the role of its instance and the pods that come to it.',
    abuse: 'An EC2NodeClass holds the script that new instances run, their image and their role.',
    detect: 'Audit events of writes to ec2nodeclasses.',
    remove: 'Take writes to ec2nodeclasses away.',
    mitigations: ['Karpenter’s own AWS role limits which roles it may give to instances; it stands in AWS.'],
    references: ['https://karpenter.sh/docs/concepts/nodeclasses/'],
  },
  {
    program: { name: 'Karpenter', images: [], workloads: ['karpenter'] },
    scope: 'cluster',
    group: 'karpenter.k8s.aws',
    resources: ['ec2nodeclasses'],
  },
  'cloud',
  (_, __, { evidence }) => [{ id: cloudId('aws', 'node-role'), name: '', ...because(evidence) }],
);
