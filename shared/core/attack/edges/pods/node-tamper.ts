import type { FoundEdge } from '#core/attack/edge';
import { nodeNames } from '#core/attack/cluster/nodes';
import { impactId } from '#core/attack/impact';
import { apiServers } from '#core/attack/mitigations/api-server-flags';
import { changingOtherNodes } from '#core/attack/mitigations/node-identity';

export const nodeTamper: FoundEdge = {
  kind: 'found',
  from: 'user',
  to: 'impact',
  id: 'NODE_TAMPER',
  row: 'P21',
  title: 'A node may change other nodes and their pods',
  severity: 'medium',
  cost: 1,
  gives: 'Labels, taints and status of other nodes, and by them where strong workloads run.',
  abuse: 'Without the admission plugin NodeRestriction, a kubelet’s identity may write every Node and the status of every pod.',
  detect: 'Audit events of patch on nodes by a system:node user of another name.',
  remove: 'Add NodeRestriction to --enable-admission-plugins of every API server.',
  mitigations: [
    'NodeRestriction lets a kubelet change only its own node and the pods on it. Managed control planes turn it on; only a static pod’s flags can be seen.',
  ],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction'],
  reads: ['pods', 'nodes'],
  *find(world) {
    // What a managed control plane does is no object of the cluster.
    if (apiServers(world).length === 0) return;
    const reached = changingOtherNodes(world);
    for (const name of nodeNames(world)) yield { from: `user:system:node:${name}`, to: impactId('node-tamper'), ...reached };
  },
};
