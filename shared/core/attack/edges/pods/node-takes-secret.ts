import type { FoundEdge } from '#core/attack/edge';
import { takenByNodes } from './taken-by-node.ts';
import { workloadResources } from '#kube/pod-templates';
import { mountsSecret } from './mounts-secret.ts';

export const nodeTakesSecret: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'secret',
  id: 'NODE_TAKES_SECRET',
  row: 'P20',
  title: 'A node holds the Secrets of its agents',
  severity: 'medium',
  cost: 0,
  gives: 'The values of Secrets that agents on this node mount.',
  abuse: 'Root on the node reads the volumes and the environment of its pods.',
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
  find: world => takenByNodes(world, [mountsSecret]),
};
