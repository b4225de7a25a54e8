import type { FoundEdge } from '#core/attack/edge';
import { controlPlaneNodes } from '#core/attack/cluster/nodes';
import { adminId } from '#core/attack/world';
import { podEdge } from '#core/attack/workloads/escape';
import { clusterKeys } from '#core/attack/workloads/host-paths';
import { waysToRead } from '#core/attack/workloads/host-ways';

export const clusterKeysMounted: FoundEdge = podEdge(
  {
    id: 'CLUSTER_KEYS_MOUNTED',
    row: 'P11',
    title: 'A container may read the keys of the cluster',
    severity: 'critical',
    cost: 1,
    gives: 'Any identity, system:masters among them.',
    abuse:
      'On a control-plane node, /etc/kubernetes holds an administrator’s kubeconfig and the keys of the certificate authority. A mount of it or of a parent shows them; read-only is enough. On other nodes there is only the authority’s public part.',
    detect: 'Client certificates that the cluster’s signers did not issue.',
    remove: 'Mount only the folder that is needed, and keep such pods off control-plane nodes.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes.',
      'A container that does not run as root cannot read the keys.',
    ],
    references: [
      'https://kubernetes.io/docs/setup/best-practices/certificates/',
      'https://attack.mitre.org/techniques/T1552/004/',
    ],
  },
  (world, workload) => {
    const known = controlPlaneNodes(world);
    const shown = workload.nodes.map(node => known.get(node)).find(evidence => evidence !== undefined);
    if (shown === undefined) return [];
    return waysToRead(world, workload, clusterKeys).map(way => ({ ...way, evidence: [...way.evidence, shown] }));
  },
  { to: 'admin', ends: () => [adminId] },
);
