import type { FoundEdge } from '#core/attack/edge';
import { serviceAccountId, type Workload, type World } from '#core/attack/world';
import { isWindows } from '#core/attack/workloads/containers-of';
import { bestOf } from '#core/attack/workloads/escape';
import { hostMounts } from '#core/attack/workloads/host-mounts';
import { holds, kubeletCredentials, podVolumes, touches } from '#core/attack/workloads/host-paths';
import { byUser } from '#core/attack/workloads/mitigations';
import { specialWorkloads } from '#core/attack/workloads/special';
import { tokenOf } from '#core/attack/workloads/tokens';
import { workloadResources } from '#kube/pod-templates';

/** Accounts of which a token lies among the volumes of the pods on these nodes. */
const accountsBeside = (world: World, workload: Workload): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of workload.nodes)
    for (const other of world.workloadsOn(node)) {
      if (other === workload) continue;
      const token = tokenOf(world, other);
      if (token !== undefined && token.blockedBy.length === 0) found.add(serviceAccountId(other.namespace, other.serviceAccount));
    }
  return found;
};

export const hostTraverse: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'service-account',
  id: 'HOST_TRAVERSE',
  row: 'P12',
  title: 'A container may read the tokens of pods beside it',
  severity: 'high',
  cost: 1,
  gives: 'The service accounts of all pods on the same nodes.',
  abuse:
    'The kubelet keeps the volumes of all pods, their tokens and Secrets among them, below /var/lib/kubelet/pods. Where a parent folder is mounted, the kubelet’s own credential lies there as well and gives the same: that is told by HOST_READ_KUBELET and not again here.',
  detect: 'Requests of one service account from the address of another workload’s pod.',
  remove: 'Mount only the folder that is needed.',
  mitigations: [
    'Pod Security baseline refuses hostPath volumes; it does not see a PersistentVolume that is one.',
    'Pods with automountServiceAccountToken: false have no token there.',
    'A container that does not run as root cannot read them.',
  ],
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath', 'https://attack.mitre.org/techniques/T1528/'],
  reads: workloadResources,
  *find(world) {
    for (const workload of specialWorkloads(world)) {
      if (isWindows(workload)) continue;
      const mounts = hostMounts(world, workload).filter(({ path }) => holds(path, podVolumes));
      if (mounts.length === 0 || mounts.some(({ path }) => kubeletCredentials.some(place => touches(path, place)))) continue;
      const best = bestOf(mounts.map(({ evidence, container }) => ({ evidence, blockedBy: byUser(workload, container) })));
      if (best === undefined) continue;
      for (const account of accountsBeside(world, workload)) yield { from: workload.id, to: account, ...best };
    }
  },
};
