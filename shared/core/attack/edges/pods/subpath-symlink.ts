import type { RightsEdge } from '#core/attack/edge';
import { kubeletsBefore } from '#core/attack/cluster/old-kubelets';
import { createsWorkload } from '../workload-resources.ts';

/** CVE-2021-25741. */
const openNodes = kubeletsBefore({ 19: 15, 20: 11, 21: 5, 22: 2 });

export const subpathSymlink: RightsEdge = {
  kind: 'rights',
  to: 'node',
  scope: 'namespace',
  id: 'SUBPATH_SYMLINK',
  row: 'P14',
  title: 'A subPath leads out of its volume on an old kubelet',
  severity: 'high',
  cost: 2,
  until: 22,
  gives: 'Files of the node inside the container, writable as root.',
  abuse:
    'Kubelets before 1.19.15, 1.20.11, 1.21.5 and 1.22.2 can be led past a volume by a link that is exchanged while a subPath is mounted (CVE-2021-25741).',
  detect: 'Pods that crash and restart again and again with subPath mounts.',
  remove: 'Upgrade the nodes.',
  mitigations: ['The feature gate VolumeSubpath turned off.', 'Distributions may have the fix under an older number.'],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2021-25741'],
  reads: ['nodes'],
  rights: [createsWorkload],
  targets: openNodes,
};
