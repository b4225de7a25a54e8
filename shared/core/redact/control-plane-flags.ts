/**
 * Flags of the control plane, the kubelet, etcd and kube-proxy whose values stay readable, so that benchmarks can judge
 * them on mirror pods: switches, enumerations, addresses, paths of files. None takes a secret as its value.
 * Source: the flag references of the components (v1.25–v1.37) and the controls of the CIS Kubernetes Benchmark 1.12.
 */
const readable = new Set(
  `
admission-control-config-file advertise-address advertise-client-urls allocate-node-cidrs allow-privileged anonymous-auth api-audiences
apiserver-count audit-log-maxage audit-log-maxbackup audit-log-maxsize audit-log-path audit-policy-file audit-webhook-config-file
authentication-config authentication-kubeconfig authentication-skip-lookup authentication-token-webhook authentication-token-webhook-config-file
authorization-config authorization-kubeconfig authorization-mode authorization-webhook-config-file auto-tls address basic-auth-file bind-address
bootstrap-kubeconfig cert-file cgroup-driver cipher-suites client-ca-file client-cert-auth cloud-config cloud-provider cluster-cidr cluster-domain
cluster-name cluster-signing-cert-file cluster-signing-duration cluster-signing-key-file config config-dir container-runtime-endpoint contention-profiling
controllers cors-allowed-origins data-dir default-not-ready-toleration-seconds default-unreachable-toleration-seconds disable-admission-plugins
egress-selector-config-file enable-admission-plugins enable-aggregator-routing enable-bootstrap-token-auth enable-debugging-handlers
encryption-provider-config encryption-provider-config-automatic-reload endpoint-reconciler-type etcd-cafile etcd-certfile etcd-keyfile
etcd-servers event-burst event-qps event-ttl external-hostname feature-gates goaway-chance healthz-bind-address hostname-override initial-advertise-peer-urls
initial-cluster initial-cluster-state insecure-bind-address insecure-port key-file kubeconfig kubelet-certificate-authority kubelet-client-certificate
kubelet-client-key kubelet-https kubelet-preferred-address-types leader-elect listen-client-urls listen-metrics-urls listen-peer-urls
make-iptables-util-chains masquerade-all max-mutating-requests-inflight max-requests-inflight metrics-bind-address name node-ip node-labels
oidc-ca-file oidc-client-id oidc-groups-claim oidc-groups-prefix oidc-issuer-url oidc-required-claim oidc-username-claim oidc-username-prefix peer-auto-tls peer-cert-file
peer-client-cert-auth peer-key-file peer-trusted-ca-file permit-address-sharing permit-port-sharing pod-infra-container-image pod-manifest-path
pod-max-pids port profiling protect-kernel-defaults proxy-client-cert-file proxy-client-key-file proxy-mode read-only-port register-with-taints
request-timeout requestheader-allowed-names requestheader-client-ca-file requestheader-extra-headers-prefix requestheader-group-headers
requestheader-uid-headers requestheader-username-headers root-ca-file rotate-certificates rotate-server-certificates runtime-config seccomp-default secure-port
service-account-api-audiences service-account-extend-token-expiration service-account-issuer service-account-jwks-uri service-account-key-file
service-account-lookup service-account-max-token-expiration service-account-private-key-file service-account-signing-key-file service-cluster-ip-range
service-node-port-range shutdown-delay-duration snapshot-count storage-backend streaming-connection-idle-timeout strict-transport-security-directives
terminated-pod-gc-threshold tls-cert-file tls-cipher-suites tls-min-version tls-private-key-file token-auth-file trusted-ca-file
use-service-account-credentials v volume-plugin-dir watch-cache
`
    .trim()
    .split(/\s+/),
);

const components = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'cloud-controller-manager',
  'kube-proxy',
  'kubelet',
  'etcd',
  'apiserver',
  'controller-manager',
  'scheduler',
  'hyperkube',
]);

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `registry.k8s.io/kube-apiserver:v1.37.2@sha256:…` → `kube-apiserver`. */
const imageName = (image: string): string => baseName(image.replace(/@.*$/s, '')).replace(/:.*$/s, '');

/** Whether a container runs one of the components: by its command, else by its image. */
export const runsComponent = (command: unknown, image: unknown): boolean => {
  const executable: unknown = Array.isArray(command) ? command[0] : undefined;
  if (typeof executable === 'string') return components.has(baseName(executable).replace(/-amd64$|-arm64$/, ''));
  return typeof image === 'string' && image.length < 1024 && components.has(imageName(image));
};

/** Whether the value of a component's flag may stay: a known flag, and a value of the shape that such flags have. */
export const isReadableFlag = (flag: string, value: string): boolean =>
  readable.has(flag.replace(/^--?/, '')) && value.length <= 2048 && /^[\w.,:;/@*+=()[\]<>" -]*$/.test(value);
