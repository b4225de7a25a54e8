import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { kubeletCredentials } from '#core/attack/workloads/host-paths';
import { waysToRead } from '#core/attack/workloads/host-ways';

export const hostReadKubelet: FoundEdge = podEdge(
  {
    id: 'HOST_READ_KUBELET',
    row: 'P11',
    title: 'A container may read the kubelet’s credential',
    severity: 'high',
    cost: 1,
    gives: 'The identity of the node: the Secrets and the tokens of the pods on it.',
    abuse:
      'The kubelet’s client certificate lies in /var/lib/kubelet/pki. A mount of it or of a parent folder shows it; read-only is enough.',
    detect: 'Requests of a system:node user from an address that is not the node’s, or by another program than the kubelet.',
    remove: 'Mount only the folder that is needed.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes; it does not see a PersistentVolume that is one.',
      'A container that does not run as root cannot read it.',
    ],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/node/',
      'https://attack.mitre.org/techniques/T1552/001/',
    ],
  },
  (world, workload) => waysToRead(world, workload, kubeletCredentials),
  { to: 'user', ends: (_, { nodes }) => nodes.map(node => `user:system:node:${node}`) },
);
