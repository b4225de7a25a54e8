import type { RightsEdge, Target } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';
import { remembered } from '#core/attack/remembered';
import type { World } from '#core/attack/world';
import { createsWorkload } from '../workload-resources.ts';
import { textAt } from '#kube/json-fields';

const fixed: Readonly<Record<number, number>> = { 19: 15, 20: 11, 21: 5, 22: 2 };

/** CVE-2021-25741: fixed in 1.19.15, 1.20.11, 1.21.5 and 1.22.2. */
const isOpen = (version: string): boolean => {
  const match = /^v1\.(\d{1,3})\.(\d{1,3})/.exec(version);
  if (match === null) return false;
  const minor = Number(match[1]);
  return minor < 19 || Number(match[2]) < (fixed[minor] ?? 0);
};

const openNodes: (world: World) => readonly Target[] = remembered(world =>
  world.list('nodes').flatMap(node => {
    const version = textAt(node, 'status', 'nodeInfo', 'kubeletVersion');
    if (version === undefined || !isOpen(version)) return [];
    const what = `The kubelet of ${node.metadata.name} is ${version}.`;
    return [{ id: nodeId(node.metadata.name), name: '', ...because(seen(world, node, '/status/nodeInfo/kubeletVersion', what)) }];
  }),
);

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
