import type { RightsEdge, Target } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';
import { remembered } from '#core/attack/remembered';
import type { World } from '#core/attack/world';
import { createsWorkload } from '../workload-resources.ts';
import { textAt } from '#kube/json-fields';

const fixed: Readonly<Record<number, number>> = { 28: 12, 29: 7, 30: 3 };

/** CVE-2024-10220: fixed in 1.28.12, 1.29.7, 1.30.3 and all later minors; never in those before 1.28. */
const isOpen = (version: string): boolean => {
  const match = /^v1\.(\d{1,3})\.(\d{1,3})/.exec(version);
  if (match === null) return false;
  const minor = Number(match[1]);
  return minor < 28 || Number(match[2]) < (fixed[minor] ?? 0);
};

const openNodes: (world: World) => readonly Target[] = remembered(world =>
  world.list('nodes').flatMap(node => {
    const version = textAt(node, 'status', 'nodeInfo', 'kubeletVersion');
    if (version === undefined || !isOpen(version)) return [];
    const what = `The kubelet of ${node.metadata.name} is ${version}.`;
    return [{ id: nodeId(node.metadata.name), name: '', ...because(seen(world, node, '/status/nodeInfo/kubeletVersion', what)) }];
  }),
);

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
