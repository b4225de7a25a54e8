import type { DefaultEntry } from './entry.ts';

/** What kubeadm adds to a cluster, at its widest, in any version that we know: the same names since 1.27, some since 1.29. */
const versions = { since: 0, until: Infinity } as const;
const bootstrapTokens = 'Group system:bootstrappers:kubeadm:default-node-token';

const configMapRole = (namespace: string, name: string, configMap: string): DefaultEntry => ({
  kind: 'Role',
  namespace,
  name,
  ...versions,
  rules: [`get|""|configmaps|${configMap}`],
});

const roleBinding = (namespace: string, name: string, subjects: readonly string[]): DefaultEntry => ({
  kind: 'RoleBinding',
  namespace,
  name,
  ...versions,
  role: `Role ${name}`,
  subjects,
});

const clusterBinding = (name: string, role: string, subject: string): DefaultEntry => ({
  kind: 'ClusterRoleBinding',
  namespace: null,
  name,
  ...versions,
  role: `ClusterRole ${role}`,
  subjects: [subject],
});

export const kubeadmEntries: readonly DefaultEntry[] = [
  { kind: 'ClusterRole', namespace: null, name: 'kubeadm:get-nodes', ...versions, rules: ['get|""|nodes'] },
  {
    kind: 'ClusterRole',
    namespace: null,
    name: 'system:coredns',
    ...versions,
    rules: ['list watch|""|endpoints services pods namespaces', 'list watch|discovery.k8s.io|endpointslices', 'get|""|nodes'],
  },
  configMapRole('kube-public', 'kubeadm:bootstrap-signer-clusterinfo', 'cluster-info'),
  configMapRole('kube-system', 'kubeadm:kubelet-config', 'kubelet-config'),
  configMapRole('kube-system', 'kubeadm:nodes-kubeadm-config', 'kubeadm-config'),
  configMapRole('kube-system', 'kube-proxy', 'kube-proxy'),
  { kind: 'Role', namespace: 'kube-system', name: 'kubeadm:kubeadm-certs', ...versions, rules: ['get|""|secrets|kubeadm-certs'] },
  roleBinding('kube-public', 'kubeadm:bootstrap-signer-clusterinfo', ['User system:anonymous']),
  roleBinding('kube-system', 'kubeadm:kubelet-config', ['Group system:nodes', bootstrapTokens]),
  roleBinding('kube-system', 'kubeadm:nodes-kubeadm-config', ['Group system:nodes', bootstrapTokens]),
  roleBinding('kube-system', 'kube-proxy', [bootstrapTokens]),
  roleBinding('kube-system', 'kubeadm:kubeadm-certs', [bootstrapTokens]),
  clusterBinding('kubeadm:get-nodes', 'kubeadm:get-nodes', bootstrapTokens),
  clusterBinding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', bootstrapTokens),
  clusterBinding(
    'kubeadm:node-autoapprove-bootstrap',
    'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    bootstrapTokens,
  ),
  clusterBinding(
    'kubeadm:node-autoapprove-certificate-rotation',
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    'Group system:nodes',
  ),
  clusterBinding('kubeadm:node-proxier', 'system:node-proxier', 'ServiceAccount kube-system/kube-proxy'),
  clusterBinding('kubeadm:apiserver-kubelet-client', 'system:kubelet-api-admin', 'User kube-apiserver-kubelet-client'),
  clusterBinding('kubeadm:cluster-admins', 'cluster-admin', 'Group kubeadm:cluster-admins'),
  clusterBinding('system:coredns', 'system:coredns', 'ServiceAccount kube-system/coredns'),
];
