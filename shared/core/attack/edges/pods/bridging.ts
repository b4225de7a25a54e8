import type { FoundEdge } from '#core/attack/edge';
import type { World } from '#core/attack/world';
import { capBpf } from './cap-bpf.ts';
import { capSysRawio } from './cap-sys-rawio.ts';
import { clusterKeysMounted } from './cluster-keys-mounted.ts';
import { corePattern } from './core-pattern.ts';
import { dacReadSearch } from './dac-read-search.ts';
import { etcdDirect } from './etcd-direct.ts';
import { hostReadKubelet } from './host-read-kubelet.ts';
import { hostReadLogin } from './host-read-login.ts';
import { hostTraverse } from './host-traverse.ts';
import { hostWrite } from './host-write.ts';
import { moduleLoad } from './module-load.ts';
import { privileged } from './privileged.ts';
import { procMountUnmasked } from './proc-mount-unmasked.ts';
import { ptraceHostPid } from './ptrace-hostpid.ts';
import { runcEscape } from './runc-escape.ts';
import { runtimePipe } from './runtime-pipe.ts';
import { runtimeSocket } from './runtime-socket.ts';
import { staticPod } from './static-pod.ts';
import { sysAdminCgroup } from './sys-admin-cgroup.ts';
import { windowsHostProcess } from './windows-hostprocess.ts';

/** Edges whose end depends on the node that a pod is on. */
const byNode: readonly FoundEdge[] = [
  privileged,
  moduleLoad,
  sysAdminCgroup,
  ptraceHostPid,
  dacReadSearch,
  capBpf,
  capSysRawio,
  corePattern,
  procMountUnmasked,
  runtimeSocket,
  runtimePipe,
  hostWrite,
  staticPod,
  hostReadLogin,
  hostReadKubelet,
  hostTraverse,
  clusterKeysMounted,
  etcdDirect,
  windowsHostProcess,
  runcEscape,
];

const make = (world: World): ReadonlySet<string> => {
  const spread = new Set(world.workloads.filter(({ nodes }) => nodes.length > 1).map(({ id }) => id));
  const found = new Set<string>();
  if (spread.size === 0) return found;
  for (const edge of byNode)
    for (const { from, blockedBy } of edge.find(world)) if (blockedBy.length === 0 && spread.has(from)) found.add(from);
  return found;
};

interface Known {
  readonly lists: readonly unknown[];
  readonly ids: ReadonlySet<string>;
}

const known = new WeakMap<World['workloads'], Known>();

/**
 * Workloads on several nodes from which a way leads on by the node. Whoever has one of these nodes has the pods there, and by no
 * means the others: a step from the node to the workload as a whole would lead to every other node, which is not so.
 */
export const bridgingWorkloads = (world: World): ReadonlySet<string> => {
  const lists = ['persistentvolumes', 'persistentvolumeclaims', 'nodes', 'serviceaccounts'].map(name => world.list(name));
  const before = known.get(world.workloads);
  if (before?.lists.every((list, index) => list === lists[index])) return before.ids;
  const ids = make(world);
  known.set(world.workloads, { lists, ids });
  return ids;
};
