import type { FoundEdge } from '#core/attack/edge';
import { takenByNodes } from './taken-by-node.ts';
import { workloadResources } from '#kube/pod-templates';
import { aksPodIdentity } from './aks-pod-identity.ts';
import { aksWorkloadIdentity } from './aks-workload-identity.ts';
import { eksPodIdentity } from './eks-pod-identity.ts';
import { gkeWorkloadIdentity } from './gke-workload-identity.ts';
import { irsa } from './irsa.ts';
import { tokenAudience } from './token-audience.ts';

export const nodeTakesCloud: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'cloud',
  id: 'NODE_TAKES_CLOUD',
  row: 'P20',
  title: 'A node holds the cloud identities of its agents',
  severity: 'medium',
  cost: 0,
  gives: 'What the cloud identities of agents on this node may do.',
  abuse: 'Root on the node reads the tokens that the cloud takes from its pods, or asks as one of them.',
  detect: 'Requests of several service accounts from one address, or by another program than theirs.',
  remove: 'Give agents that run on every node no more rights than each node may have.',
  mitigations: [
    'Rights of an agent that are limited to its own node, by the Node authorizer or by admission policies that compare node names.',
  ],
  references: [
    'https://kubernetes.io/docs/concepts/security/multi-tenancy/#node-isolation',
    'https://attack.mitre.org/techniques/T1552/',
  ],
  reads: workloadResources,
  find: world =>
    takenByNodes(world, [irsa, gkeWorkloadIdentity, aksWorkloadIdentity, aksPodIdentity, eksPodIdentity, tokenAudience]),
};
