import type { FoundEdge } from '#core/attack/edge';
import { controlPlaneNodes } from '#core/attack/cluster/nodes';
import { because } from '#core/attack/reached';
import { adminId, nodeId } from '#core/attack/world';

export const controlPlaneNode: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'admin',
  id: 'CONTROL_PLANE_NODE',
  row: 'P22',
  title: 'A control-plane node holds the keys of the cluster',
  severity: 'critical',
  cost: 1,
  gives: 'Any identity, system:masters among them.',
  abuse:
    'The keys of the certificate authority, of service account tokens and of the front proxy lie in /etc/kubernetes/pki, beside an administrator’s kubeconfig.',
  detect: 'Client certificates that the cluster’s signers did not issue; programs on the node that read /etc/kubernetes/pki.',
  remove: 'Keep the taint of control-plane nodes and run no workload of others there.',
  mitigations: ['A managed control plane has no such node in the cluster.'],
  references: ['https://kubernetes.io/docs/setup/best-practices/certificates/', 'https://attack.mitre.org/techniques/T1649/'],
  reads: ['nodes', 'pods'],
  *find(world) {
    for (const [name, evidence] of controlPlaneNodes(world)) yield { from: nodeId(name), to: adminId, ...because(evidence) };
  },
};
