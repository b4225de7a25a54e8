import { digits } from '#test/demo/stable';
import { pendingUid } from './application.ts';
import { nodeNames } from './foundation.ts';
import type { Managed } from './managed.ts';

const pki = '/etc/kubernetes/pki';

const apiServer: readonly string[] = [
  '--advertise-address=10.20.0.10',
  '--allow-privileged=true',
  '--audit-log-maxage=14',
  '--audit-log-path=/var/log/kubernetes/audit/audit.log',
  '--audit-policy-file=/etc/kubernetes/audit/policy.yaml',
  '--authorization-mode=Node,RBAC',
  `--client-ca-file=${pki}/ca.crt`,
  '--enable-admission-plugins=NodeRestriction',
  '--enable-bootstrap-token-auth=true',
  `--etcd-cafile=${pki}/etcd/ca.crt`,
  `--etcd-certfile=${pki}/apiserver-etcd-client.crt`,
  `--etcd-keyfile=${pki}/apiserver-etcd-client.key`,
  '--etcd-servers=https://127.0.0.1:2379',
  `--kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
  `--kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
  '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
  '--oidc-client-id=prod-eu-1',
  '--oidc-groups-claim=groups',
  '--oidc-issuer-url=https://login.example.org/realms/staff',
  '--oidc-username-claim=email',
  `--proxy-client-cert-file=${pki}/front-proxy-client.crt`,
  `--proxy-client-key-file=${pki}/front-proxy-client.key`,
  '--requestheader-allowed-names=front-proxy-client',
  `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-username-headers=X-Remote-User',
  '--secure-port=6443',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${pki}/sa.pub`,
  `--service-account-signing-key-file=${pki}/sa.key`,
  '--service-cluster-ip-range=10.96.0.0/16',
  `--tls-cert-file=${pki}/apiserver.crt`,
  `--tls-private-key-file=${pki}/apiserver.key`,
];

const controllerManager: readonly string[] = [
  '--allocate-node-cidrs=true',
  '--authentication-kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--authorization-kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--bind-address=127.0.0.1',
  `--client-ca-file=${pki}/ca.crt`,
  '--cluster-cidr=10.244.0.0/16',
  '--cluster-name=prod-eu-1',
  `--cluster-signing-cert-file=${pki}/ca.crt`,
  `--cluster-signing-key-file=${pki}/ca.key`,
  '--controllers=*,bootstrapsigner,tokencleaner',
  '--kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--leader-elect=true',
  `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
  `--root-ca-file=${pki}/ca.crt`,
  `--service-account-private-key-file=${pki}/sa.key`,
  '--service-cluster-ip-range=10.96.0.0/16',
  '--use-service-account-credentials=true',
];

const scheduler: readonly string[] = [
  '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--bind-address=127.0.0.1',
  '--kubeconfig=/etc/kubernetes/scheduler.conf',
  '--leader-elect=true',
];

const etcd: readonly string[] = [
  '--advertise-client-urls=https://10.20.0.10:2379',
  `--cert-file=${pki}/etcd/server.crt`,
  '--client-cert-auth=true',
  '--data-dir=/var/lib/etcd',
  '--initial-advertise-peer-urls=https://10.20.0.10:2380',
  '--initial-cluster=prod-eu-1-control-0=https://10.20.0.10:2380',
  `--key-file=${pki}/etcd/server.key`,
  '--listen-client-urls=https://127.0.0.1:2379,https://10.20.0.10:2379',
  '--listen-metrics-urls=http://127.0.0.1:2381',
  '--listen-peer-urls=https://10.20.0.10:2380',
  '--name=prod-eu-1-control-0',
  `--peer-cert-file=${pki}/etcd/peer.crt`,
  '--peer-client-cert-auth=true',
  `--peer-key-file=${pki}/etcd/peer.key`,
  `--peer-trusted-ca-file=${pki}/etcd/ca.crt`,
  '--snapshot-count=10000',
  `--trusted-ca-file=${pki}/etcd/ca.crt`,
];

interface Component {
  readonly name: string;
  readonly flags: readonly string[];
  readonly image: string;
  readonly port: number;
  readonly paths: readonly string[];
}

const components = (version: string): readonly Component[] => [
  {
    name: 'kube-apiserver',
    flags: apiServer,
    image: `registry.k8s.io/kube-apiserver:${version}`,
    port: 6443,
    paths: [pki, '/etc/kubernetes/audit', '/var/log/kubernetes/audit'],
  },
  {
    name: 'kube-controller-manager',
    flags: controllerManager,
    image: `registry.k8s.io/kube-controller-manager:${version}`,
    port: 10257,
    paths: [pki, '/etc/kubernetes/controller-manager.conf'],
  },
  {
    name: 'kube-scheduler',
    flags: scheduler,
    image: `registry.k8s.io/kube-scheduler:${version}`,
    port: 10259,
    paths: ['/etc/kubernetes/scheduler.conf'],
  },
  { name: 'etcd', flags: etcd, image: 'registry.k8s.io/etcd:3.6.5-0', port: 2381, paths: [`${pki}/etcd`, '/var/lib/etcd'] },
];

const volumeName = (path: string): string => path.slice(1).replaceAll(/[/.]/g, '-');

const mirrorPod = (node: string, { name, flags, image, port, paths }: Component): Managed => {
  const hash = digits(`static/${name}`).slice(0, 32);
  const [scheme, path] = name === 'etcd' ? ['HTTP', '/readyz'] : ['HTTPS', name === 'kube-apiserver' ? '/livez' : '/healthz'];
  return {
    manager: 'kubelet',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${node}`,
        namespace: 'kube-system',
        labels: { component: name, tier: 'control-plane' },
        annotations: {
          'kubernetes.io/config.mirror': hash,
          'kubernetes.io/config.hash': hash,
          'kubernetes.io/config.source': 'file',
          'kubernetes.io/config.seen': '2026-10-06T04:10:02.118213405Z',
        },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, uid: pendingUid, controller: true }],
      },
      spec: {
        nodeName: node,
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
        containers: [
          {
            name,
            image,
            command: [name, ...flags],
            livenessProbe: {
              httpGet: { host: '127.0.0.1', path, port, scheme },
              initialDelaySeconds: 10,
              failureThreshold: 8,
              timeoutSeconds: 15,
            },
            resources: { requests: { cpu: name === 'kube-apiserver' ? '250m' : '100m' } },
            volumeMounts: paths.map(path => ({ name: volumeName(path), mountPath: path, readOnly: !path.startsWith('/var') })),
          },
        ],
        volumes: paths.map(path => ({
          name: volumeName(path),
          hostPath: { path, type: path.endsWith('.conf') ? 'FileOrCreate' : 'DirectoryOrCreate' },
        })),
      },
    },
  };
};

/** The control plane as kubeadm sets it up, but for two choices: an audit log there is, encryption at rest there is not. */
export const controlPlane = (version: string): readonly Managed[] =>
  nodeNames.control.flatMap(node => components(version).map(component => mirrorPod(node, component)));
