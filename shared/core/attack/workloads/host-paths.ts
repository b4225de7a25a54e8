/** A place on a node that matters. `tree`: whatever lies below it matters as much. */
export interface HostPlace {
  readonly path: string;
  readonly tree: boolean;
}

/** `/var/run` is a link to `/run` on every distribution that runs Kubernetes. */
export const normalHostPath = (path: string): string => {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  const normal = `/${parts.join('/')}`;
  return normal === '/var/run' || normal.startsWith('/var/run/') ? normal.slice('/var'.length) : normal;
};

const isBelow = (path: string, ancestor: string): boolean => ancestor === '/' || path.startsWith(`${ancestor}/`);

/** Whether what is mounted holds the place: it is the place, or one of its ancestors. */
export const holds = (mounted: string, place: string): boolean => mounted === place || isBelow(place, mounted);

/** Whether what is mounted is the place, holds it, or lies within its tree. */
export const touches = (mounted: string, { path, tree }: HostPlace): boolean =>
  holds(mounted, path) || (tree && isBelow(mounted, path));

const trees = (...paths: readonly string[]): readonly HostPlace[] => paths.map(path => ({ path, tree: true }));
const places = (...paths: readonly string[]): readonly HostPlace[] => paths.map(path => ({ path, tree: false }));

/** Writing here ends in running as root on the node. */
export const rootByWriting: readonly HostPlace[] = [
  ...trees('/etc/cron.d', '/etc/cron.daily', '/etc/cron.hourly', '/etc/cron.weekly', '/etc/cron.monthly', '/var/spool/cron'),
  ...trees('/etc/systemd', '/usr/lib/systemd', '/lib/systemd', '/run/systemd/system', '/etc/init.d', '/etc/profile.d'),
  ...trees('/etc/ssh', '/etc/pam.d', '/etc/sudoers.d', '/etc/ld.so.conf.d', '/root', '/etc/udev/rules.d'),
  ...places('/etc/crontab', '/etc/passwd', '/etc/shadow', '/etc/sudoers', '/etc/ld.so.preload', '/etc/ld.so.conf', '/home'),
  ...trees('/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin', '/usr/libexec', '/opt/bin'),
  ...places('/usr/lib', '/usr/lib64', '/lib', '/lib64', '/usr/local/lib', '/lib/modules', '/usr/lib/modules', '/boot'),
  ...trees('/opt/cni/bin', '/etc/containerd', '/etc/docker', '/etc/crio', '/etc/kubelet.d'),
  ...places('/var/lib/kubelet/config.yaml', '/var/lib/kubelet/kubeadm-flags.env'),
  ...trees('/var/lib/docker', '/var/lib/containerd', '/var/lib/containers', '/var/lib/rancher', '/etc/rancher', '/var/lib/cloud'),
  ...places('/sys/kernel/uevent_helper'),
];

/** The kubelet starts what lies here, past every admission. */
export const staticPods: readonly HostPlace[] = trees('/etc/kubernetes/manifests');

export const corePattern = '/proc/sys/kernel/core_pattern';

/** Reading here gives a way to log in to the node: private keys and hashes of passwords. */
export const loginByReading: readonly HostPlace[] = [...trees('/root/.ssh'), ...places('/root', '/home', '/etc/shadow')];

/** The kubelet's own credential. */
export const kubeletCredentials: readonly HostPlace[] = [
  ...trees('/var/lib/kubelet/pki'),
  ...places('/var/lib/kubelet/kubeconfig', '/etc/kubernetes/kubelet.conf'),
];

/** On a control-plane node: the keys of the cluster, the kubeconfig of its administrator, the database. */
export const clusterKeys: readonly HostPlace[] = [
  ...places('/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf', '/etc/kubernetes/pki'),
  ...places('/etc/kubernetes/pki/ca.key', '/etc/kubernetes/pki/sa.key', '/etc/kubernetes/pki/front-proxy-ca.key'),
  ...places('/var/lib/rancher/k3s/server', '/etc/rancher/k3s/k3s.yaml', '/etc/rancher/rke2/rke2.yaml'),
];
export const etcdPlaces: readonly HostPlace[] = [...trees('/etc/kubernetes/pki/etcd', '/var/lib/etcd')];

export const podVolumes = '/var/lib/kubelet/pods';
export const logs = '/var/log';

/** Sockets on which a container runtime takes orders from whoever connects. */
export const runtimeSockets: readonly HostPlace[] = places(
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/podman/podman.sock',
  '/run/cri-dockerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/k0s/containerd.sock',
  '/run/dockershim.sock',
);

/** The same on Windows: named pipes, as a hostPath writes them. */
export const isRuntimePipe = (path: string): boolean =>
  /^[\\/]+(?:\.[\\/]+)?pipe[\\/]+(?:docker_engine|containerd-containerd|cri-dockerd)$/i.test(path);
