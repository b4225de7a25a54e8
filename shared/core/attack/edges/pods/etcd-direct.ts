import type { FoundEdge } from '#core/attack/edge';
import { controlPlaneNodes, etcdNodes } from '#core/attack/cluster/nodes';
import { adminId } from '#core/attack/world';
import { podEdge } from '#core/attack/workloads/escape';
import { etcdPlaces } from '#core/attack/workloads/host-paths';
import { waysToRead } from '#core/attack/workloads/host-ways';

export const etcdDirect: FoundEdge = podEdge(
  {
    id: 'ETCD_DIRECT',
    row: 'P23',
    title: 'A container may open the cluster’s database',
    severity: 'critical',
    cost: 2,
    gives: 'Every Secret of the cluster and, by the client certificate, every right in it.',
    abuse:
      'On a node of etcd, a mount of /var/lib/etcd shows the database, and one of /etc/kubernetes/pki/etcd the certificates with which etcd takes orders on port 2379.',
    detect: 'Clients of etcd other than API servers.',
    remove: 'Take the mount out, and keep such pods off the nodes of etcd.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes.',
      'Encryption at rest keeps values of Secrets from a reader of the files.',
      'A container that does not run as root cannot read them.',
    ],
    references: ['https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-etcd-clusters'],
  },
  (world, workload) => {
    const found = workload.nodes.map(node => etcdNodes(world).get(node) ?? controlPlaneNodes(world).get(node));
    const shown = found.find(evidence => evidence !== undefined);
    if (shown === undefined) return [];
    return waysToRead(world, workload, etcdPlaces).map(way => ({ ...way, evidence: [...way.evidence, shown] }));
  },
  { to: 'admin', ends: () => [adminId] },
);
