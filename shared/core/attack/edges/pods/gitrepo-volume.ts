import type { RightsEdge } from '#core/attack/edge';
import { kubeletsBefore } from '#core/attack/cluster/old-kubelets';
import { createsWorkload } from '../workload-resources.ts';

/** CVE-2024-10220; never fixed in minors before 1.28. */
const openNodes = kubeletsBefore({ 28: 12, 29: 7, 30: 3 });

export const gitrepoVolume: RightsEdge = {
  kind: 'rights',
  to: 'node',
  scope: 'namespace',
  id: 'GITREPO_VOLUME',
  row: 'P14',
  title: 'A gitRepo volume runs commands on an old kubelet',
  severity: 'high',
  cost: 2,
  until: 30,
  gives: 'Commands as root on the node that the pod comes to.',
  abuse:
    'Kubelets before 1.28.12, 1.29.7 and 1.30.3 run the hooks of a repository that a gitRepo volume names (CVE-2024-10220). No field of a pod’s security context matters.',
  detect: 'Pods with gitRepo volumes.',
  remove: 'Upgrade the nodes, or refuse gitRepo volumes by an admission policy.',
  mitigations: ['Pod Security restricted refuses gitRepo volumes.', 'Distributions may have the fix under an older number.'],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2024-10220', 'https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo'],
  reads: ['nodes'],
  rights: [createsWorkload],
  targets: openNodes,
};
