import type { AttackEdge } from '../edge.ts';
import { aksPodIdentity } from './pods/aks-pod-identity.ts';
import { aksWorkloadIdentity } from './pods/aks-workload-identity.ts';
import { awsAuthMapping } from './pods/aws-auth-mapping.ts';
import { capBpf } from './pods/cap-bpf.ts';
import { capNetAdminHostNetwork } from './pods/cap-net-admin-hostnet.ts';
import { capNetRawHostNetwork } from './pods/cap-net-raw-hostnet.ts';
import { capSysBoot } from './pods/cap-sys-boot.ts';
import { capSysRawio } from './pods/cap-sys-rawio.ts';
import { cloudTokenRequest } from './pods/cloud-token-request.ts';
import { clusterKeysMounted } from './pods/cluster-keys-mounted.ts';
import { confinementOff } from './pods/confinement-off.ts';
import { controlPlaneNode } from './pods/control-plane-node.ts';
import { corePattern } from './pods/core-pattern.ts';
import { dacReadSearch } from './pods/dac-read-search.ts';
import { eksAccessEntry } from './pods/eks-access-entry.ts';
import { eksPodIdentity } from './pods/eks-pod-identity.ts';
import { etcdDirect } from './pods/etcd-direct.ts';
import { etcdNode } from './pods/etcd-node.ts';
import { everyNode } from './pods/every-node.ts';
import { exposedGateway } from './pods/exposed-gateway.ts';
import { exposedHostPort } from './pods/exposed-host-port.ts';
import { exposedIngress } from './pods/exposed-ingress.ts';
import { exposedLoadBalancer } from './pods/exposed-load-balancer.ts';
import { exposedNodePort } from './pods/exposed-node-port.ts';
import { gcpUser } from './pods/gcp-user.ts';
import { gitrepoVolume } from './pods/gitrepo-volume.ts';
import { gkeWorkloadIdentity } from './pods/gke-workload-identity.ts';
import { hostNetworkMetadata } from './pods/host-network-metadata.ts';
import { hostReadKubelet } from './pods/host-read-kubelet.ts';
import { hostReadLogin } from './pods/host-read-login.ts';
import { hostTraverse } from './pods/host-traverse.ts';
import { hostWrite } from './pods/host-write.ts';
import { hostIpc } from './pods/hostipc.ts';
import { imageControl } from './pods/image-control.ts';
import { irsa } from './pods/irsa.ts';
import { moduleLoad } from './pods/module-load.ts';
import { mountsSecret } from './pods/mounts-secret.ts';
import { namespaceCloud } from './pods/namespace-cloud.ts';
import { nodeCloudRole } from './pods/node-cloud-role.ts';
import { nodeHostsPod } from './pods/node-hosts-pod.ts';
import { nodeIdentity } from './pods/node-identity.ts';
import { nodeReadsSecret } from './pods/node-reads-secret.ts';
import { nodeTakesCloud } from './pods/node-takes-cloud.ts';
import { nodeTakesSecret } from './pods/node-takes-secret.ts';
import { nodeTakesToken } from './pods/node-takes-token.ts';
import { nodeTamper } from './pods/node-tamper.ts';
import { nodeTokenRequest } from './pods/node-token-request.ts';
import { nodesHostPending } from './pods/nodes-host-pending.ts';
import { privileged } from './pods/privileged.ts';
import { procMountUnmasked } from './pods/proc-mount-unmasked.ts';
import { ptraceHostPid } from './pods/ptrace-hostpid.ts';
import { runcEscape } from './pods/runc-escape.ts';
import { runtimePipe } from './pods/runtime-pipe.ts';
import { runtimeSocket } from './pods/runtime-socket.ts';
import { setuidHostPath } from './pods/setuid-hostpath.ts';
import { shareProcessNamespace } from './pods/share-process-ns.ts';
import { staticPod } from './pods/static-pod.ts';
import { subpathSymlink } from './pods/subpath-symlink.ts';
import { sysAdminCgroup } from './pods/sys-admin-cgroup.ts';
import { tokenAudience } from './pods/token-audience.ts';
import { usesServiceAccount } from './pods/uses-sa.ts';
import { varLogSymlink } from './pods/var-log-symlink.ts';
import { windowsHostProcess } from './pods/windows-hostprocess.ts';

/** P1 to P31: what pods, nodes and clouds give to whoever has them. */
export const podEdges: readonly AttackEdge[] = [
  mountsSecret,
  usesServiceAccount,
  privileged,
  moduleLoad,
  sysAdminCgroup,
  ptraceHostPid,
  dacReadSearch,
  capBpf,
  capNetAdminHostNetwork,
  capNetRawHostNetwork,
  capSysBoot,
  capSysRawio,
  setuidHostPath,
  corePattern,
  procMountUnmasked,
  runtimePipe,
  runtimeSocket,
  hostWrite,
  clusterKeysMounted,
  hostReadKubelet,
  hostReadLogin,
  hostTraverse,
  varLogSymlink,
  gitrepoVolume,
  runcEscape,
  subpathSymlink,
  hostNetworkMetadata,
  nodeCloudRole,
  shareProcessNamespace,
  hostIpc,
  windowsHostProcess,
  confinementOff,
  everyNode,
  nodeHostsPod,
  nodeTakesCloud,
  nodeTakesSecret,
  nodeTakesToken,
  nodesHostPending,
  nodeIdentity,
  nodeReadsSecret,
  nodeTamper,
  nodeTokenRequest,
  controlPlaneNode,
  etcdDirect,
  etcdNode,
  cloudTokenRequest,
  eksPodIdentity,
  irsa,
  namespaceCloud,
  gkeWorkloadIdentity,
  aksPodIdentity,
  aksWorkloadIdentity,
  awsAuthMapping,
  eksAccessEntry,
  gcpUser,
  tokenAudience,
  exposedGateway,
  exposedHostPort,
  exposedIngress,
  exposedLoadBalancer,
  exposedNodePort,
  imageControl,
  staticPod,
];
