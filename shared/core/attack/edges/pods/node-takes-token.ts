import type { FoundEdge } from '#core/attack/edge';
import { takenByNodes } from './taken-by-node.ts';
import { workloadResources } from '#kube/pod-templates';
import { usesServiceAccount } from './uses-sa.ts';

export const nodeTakesToken: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'service-account',
  id: 'NODE_TAKES_TOKEN',
  row: 'P20',
  title: 'A node holds the tokens of its agents',
  severity: 'high',
  cost: 0,
  gives: 'The accounts of agents that run on this node and on others: network and storage drivers, collectors of logs.',
  abuse:
    'Root on the node reads the tokens of its pods. The agents’ pods on other nodes stay out of reach; their account is the same.',
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
  find: world => takenByNodes(world, [usesServiceAccount]),
};
