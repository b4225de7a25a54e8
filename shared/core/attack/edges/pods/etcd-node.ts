import type { FoundEdge } from '#core/attack/edge';
import { controlPlaneNodes, etcdNodes } from '#core/attack/cluster/nodes';
import { because } from '#core/attack/reached';
import { adminId, nodeId } from '#core/attack/world';

export const etcdNode: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'admin',
  id: 'ETCD_NODE',
  row: 'P23',
  title: 'An etcd node holds the cluster’s database',
  severity: 'critical',
  cost: 1,
  gives: 'Every object of the cluster, to read and to write past the API server: roles and bindings among them.',
  abuse: 'The database and the certificates that open it lie on the node’s disk.',
  detect: 'Clients of etcd other than API servers; changes to objects that the audit log does not have.',
  remove: 'Run no workload of others on the nodes of etcd.',
  mitigations: ['Encryption at rest keeps values of Secrets from a reader; it does not keep a writer from adding a binding.'],
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-etcd-clusters'],
  reads: ['pods'],
  *find(world) {
    const known = controlPlaneNodes(world);
    for (const [name, evidence] of etcdNodes(world))
      if (!known.has(name)) yield { from: nodeId(name), to: adminId, ...because(evidence) };
  },
};
