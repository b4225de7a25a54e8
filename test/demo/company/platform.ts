import type { KubeObject } from '#test/cluster/object';
import { application, imageOf, pendingUid, type Application } from './application.ts';
import { places, platformFlux } from './foundation.ts';
import { managed, type Keeper, type Managed } from './managed.ts';
import { planted } from './planted.ts';

type Fields = Readonly<Record<string, unknown>>;

const helmed = (app: string, chart: string): Keeper => ({ by: 'helm', app, chart });
const fluxHelm = (app: string, chart: string): Keeper => ({ by: 'flux-helm', app, chart });
const operator = (name: string): Keeper => ({ by: 'operator', name });
const nginx = helmed('ingress-nginx', 'ingress-nginx-4.13.3');
const stack = helmed('kube-prometheus-stack', 'kube-prometheus-stack-77.6.2');
const token = { token: true } as const;

const everywhere = [{ operator: 'Exists' }];
const hostPath = (name: string, path: string): Fields => ({ name, hostPath: { path } });
const mount = (name: string, mountPath: string, readOnly = false): Fields => ({ name, mountPath, readOnly });

/** Agents of nodes: they reach the host because that is what they do. */
const agents = (): readonly Application[] => [
  {
    namespace: 'kube-system',
    name: 'cilium',
    kind: 'DaemonSet',
    image: 'quay.io/cilium/cilium:v1.18.2',
    pinned: true,
    care: 'careless',
    port: 0,
    keeper: helmed('cilium', 'cilium-1.18.2'),
    account: token,
    container: {
      securityContext: {
        capabilities: { add: ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_RESOURCE', 'CHOWN', 'KILL', 'IPC_LOCK'], drop: ['ALL'] },
      },
      volumeMounts: [
        mount('bpf-maps', '/sys/fs/bpf'),
        mount('cni-path', '/host/opt/cni/bin'),
        mount('etc-cni', '/host/etc/cni/net.d'),
      ],
    },
    pod: {
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      tolerations: everywhere,
      volumes: [hostPath('bpf-maps', '/sys/fs/bpf'), hostPath('cni-path', '/opt/cni/bin'), hostPath('etc-cni', '/etc/cni/net.d')],
    },
  },
  {
    namespace: 'kube-system',
    name: 'kube-proxy',
    kind: 'DaemonSet',
    image: 'registry.k8s.io/kube-proxy:v1.37.2',
    care: 'careless',
    port: 0,
    keeper: { by: 'kubectl' },
    account: token,
    podLabels: { 'k8s-app': 'kube-proxy' },
    container: {
      command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
      securityContext: { privileged: true },
      volumeMounts: [mount('lib-modules', '/lib/modules', true)],
    },
    pod: {
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      tolerations: everywhere,
      volumes: [hostPath('lib-modules', '/lib/modules')],
    },
  },
  {
    namespace: 'kube-system',
    name: 'block-storage-csi-node',
    kind: 'DaemonSet',
    image: 'registry.example.com/platform/block-storage-csi:1.9.0',
    pinned: true,
    care: 'careless',
    port: 0,
    keeper: fluxHelm('block-storage-csi', 'block-storage-csi-1.9.0'),
    account: token,
    container: {
      securityContext: { privileged: true },
      volumeMounts: [{ ...mount('kubelet', '/var/lib/kubelet'), mountPropagation: 'Bidirectional' }, mount('dev', '/dev')],
    },
    sidecars: [
      {
        name: 'node-driver-registrar',
        image: imageOf('registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0', true),
        resources: { requests: { cpu: '10m', memory: '20Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
    pod: {
      priorityClassName: 'system-node-critical',
      tolerations: everywhere,
      volumes: [hostPath('kubelet', '/var/lib/kubelet'), hostPath('dev', '/dev')],
    },
  },
  {
    namespace: 'monitoring',
    name: 'node-exporter',
    kind: 'DaemonSet',
    image: 'quay.io/prometheus/node-exporter:v1.9.1',
    pinned: true,
    care: 'hardened',
    keeper: stack,
    port: 9100,
    container: { volumeMounts: [mount('proc', '/host/proc', true), mount('sys', '/host/sys', true)] },
    pod: {
      hostNetwork: true,
      hostPID: true,
      tolerations: everywhere,
      volumes: [hostPath('proc', '/proc'), hostPath('sys', '/sys')],
    },
  },
  {
    namespace: 'logging',
    name: 'fluent-bit',
    kind: 'DaemonSet',
    image: 'cr.fluentbit.io/fluent/fluent-bit:4.1.0',
    care: 'careless',
    keeper: fluxHelm('fluent-bit', 'fluent-bit-0.53.0'),
    port: 2020,
    account: token,
    container: { volumeMounts: [mount('varlog', '/var/log', true)] },
    pod: { tolerations: everywhere, volumes: [hostPath('varlog', '/var/log')] },
  },
];

const argocd = (name: string, more: Partial<Application> = {}): Application => ({
  namespace: 'argocd',
  name,
  image: 'quay.io/argoproj/argocd:v3.1.8',
  pinned: true,
  care: 'hardened',
  keeper: platformFlux,
  replicas: 1,
  account: token,
  ...more,
});

const flux = (name: string, version: string): Application => ({
  namespace: 'flux-system',
  name,
  image: `ghcr.io/fluxcd/${name}:${version}`,
  care: 'hardened',
  keeper: { by: 'flux', app: 'flux-system' },
  replicas: 1,
  account: token,
});

const certManager = (name: string, image: string, more: Partial<Application> = {}): Application => ({
  namespace: 'cert-manager',
  name,
  image: `quay.io/jetstack/${image}:v1.18.2`,
  pinned: true,
  care: 'hardened',
  keeper: fluxHelm('cert-manager', 'cert-manager-v1.18.2'),
  replicas: 1,
  account: token,
  ...more,
});

const software = (): readonly Application[] => [
  {
    namespace: 'kube-system',
    name: 'coredns',
    image: 'registry.k8s.io/coredns/coredns:v1.12.3',
    care: 'hardened',
    keeper: { by: 'kubectl' },
    account: token,
    podLabels: { 'k8s-app': 'kube-dns' },
    container: {
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      },
    },
  },
  {
    namespace: 'kube-system',
    name: 'metrics-server',
    image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
    pinned: true,
    care: 'hardened',
    keeper: fluxHelm('metrics-server', 'metrics-server-3.13.0'),
    account: token,
  },
  {
    namespace: 'kube-system',
    name: 'block-storage-csi-controller',
    image: 'registry.example.com/platform/block-storage-csi:1.9.0',
    pinned: true,
    care: 'hardened',
    keeper: fluxHelm('block-storage-csi', 'block-storage-csi-1.9.0'),
    port: 0,
    account: token,
  },
  argocd('argocd-application-controller', { kind: 'StatefulSet' }),
  argocd('argocd-server', { replicas: 2 }),
  argocd('argocd-repo-server', { replicas: 2, account: { token: false } }),
  argocd('argocd-redis', { image: 'docker.io/library/redis:8.2.1-alpine', port: 6379, account: { token: false } }),
  flux('source-controller', 'v1.7.0'),
  flux('kustomize-controller', 'v1.7.0'),
  flux('helm-controller', 'v1.4.0'),
  certManager('cert-manager', 'cert-manager-controller'),
  certManager('cert-manager-webhook', 'cert-manager-webhook', { replicas: 2 }),
  certManager('cert-manager-cainjector', 'cert-manager-cainjector', { port: 0 }),
  {
    namespace: 'ingress-nginx',
    name: 'ingress-nginx-controller',
    image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
    pinned: true,
    care: 'decent',
    keeper: nginx,
    budget: true,
    account: token,
    container: {
      securityContext: {
        runAsUser: 101,
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      },
    },
  },
  {
    namespace: 'gateway-system',
    name: 'gateway-controller',
    image: 'docker.io/envoyproxy/gateway:v1.5.1',
    pinned: true,
    care: 'hardened',
    keeper: fluxHelm('gateway', 'gateway-helm-v1.5.1'),
    replicas: 1,
    account: token,
  },
  {
    namespace: 'database-operator',
    name: 'postgres-operator',
    image: 'ghcr.io/cloudnative-pg/cloudnative-pg:1.27.0',
    pinned: true,
    care: 'hardened',
    keeper: fluxHelm('postgres-operator', 'cloudnative-pg-0.26.0'),
    replicas: 1,
    account: token,
  },
  {
    namespace: 'monitoring',
    name: 'prometheus-operator',
    image: 'quay.io/prometheus-operator/prometheus-operator:v0.85.0',
    pinned: true,
    care: 'hardened',
    keeper: stack,
    replicas: 1,
    account: token,
  },
  {
    namespace: 'monitoring',
    name: 'kube-state-metrics',
    image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0',
    pinned: true,
    care: 'hardened',
    keeper: stack,
    replicas: 1,
    account: token,
  },
  {
    namespace: 'monitoring',
    name: 'grafana',
    image: 'docker.io/grafana/grafana:12.1.1',
    care: 'decent',
    keeper: stack,
    replicas: 1,
    account: token,
  },
  {
    namespace: 'external-secrets',
    name: 'external-secrets',
    image: 'ghcr.io/external-secrets/external-secrets:v0.19.2',
    pinned: true,
    care: 'hardened',
    keeper: fluxHelm('external-secrets', 'external-secrets-0.19.2'),
    account: token,
  },
  {
    namespace: 'ci-runners',
    name: 'build-runner',
    image: 'registry.example.com/platform/build-runner:18.4.0',
    care: 'careless',
    keeper: { by: 'argo', app: 'ci-runners' },
    replicas: 3,
    port: 0,
    account: token,
    team: 'platform',
    sidecars: [
      {
        name: 'image-builder',
        image: 'docker.io/library/docker:28.4.0-dind',
        securityContext: { privileged: true },
        resources: { requests: { cpu: '500m', memory: '1Gi' } },
      },
    ],
    pod: {
      tolerations: [{ key: 'example.com/pool', value: 'ci', effect: 'NoSchedule' }],
      nodeSelector: { 'example.com/pool': 'ci' },
    },
  },
  {
    namespace: 'ci-runners',
    name: 'runner-autoscaler',
    image: 'registry.example.com/platform/runner-autoscaler:2.0.1',
    pinned: true,
    care: 'hardened',
    keeper: { by: 'argo', app: 'ci-runners' },
    replicas: 1,
    port: 0,
    account: token,
    team: 'platform',
  },
];

const custom = (
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  spec: Fields,
  more: Fields = {},
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  spec,
  ...more,
});

const argoApplications = (): readonly Managed[] =>
  [
    'payments',
    'payments-sandbox',
    'shop-checkout',
    'shop-storefront',
    'customer-accounts',
    'logistics-warehouse-integration',
    'ci-runners',
  ]
    .map(name =>
      custom(
        'argoproj.io/v1alpha1',
        'Application',
        'argocd',
        name,
        {
          project: name === 'ci-runners' ? 'platform' : 'applications',
          source: {
            repoURL: 'https://git.example.com/delivery/applications.git',
            path: `apps/${name}/prod-eu-1`,
            targetRevision: 'main',
          },
          destination: { server: 'https://kubernetes.default.svc', namespace: name },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
        { status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } } },
      ),
    )
    .map(object => ({ object, manager: 'argocd-server' }));

const projects = (): readonly Managed[] =>
  ['applications', 'platform']
    .map(name =>
      custom('argoproj.io/v1alpha1', 'AppProject', 'argocd', name, {
        sourceRepos: ['https://git.example.com/delivery/*'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: name === 'platform' ? '*' : '!kube-system' }],
        clusterResourceWhitelist: name === 'platform' ? [{ group: '*', kind: '*' }] : [],
      }),
    )
    .map(object => managed(object, platformFlux));

const fluxObjects = (): readonly Managed[] => {
  const source = { kind: 'GitRepository', name: 'platform' };
  const kustomization = (name: string, path: string) =>
    custom('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system', name, {
      interval: '10m',
      path,
      prune: true,
      sourceRef: source,
    });
  const release = (namespace: string, name: string, chart: string, version: string) =>
    custom('helm.toolkit.fluxcd.io/v2', 'HelmRelease', namespace, name, {
      interval: '30m',
      chart: { spec: { chart, version, sourceRef: { kind: 'HelmRepository', name: 'charts', namespace: 'flux-system' } } },
    });
  return [
    custom('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system', 'platform', {
      interval: '5m',
      url: 'ssh://git@git.example.com/platform/prod-eu-1.git',
      ref: { branch: 'main' },
      secretRef: { name: 'platform-deploy-key' },
    }),
    custom('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'flux-system', 'charts', {
      interval: '1h',
      type: 'oci',
      url: 'oci://registry.example.com/charts',
    }),
    kustomization('flux-system', './clusters/prod-eu-1'),
    kustomization('platform', './platform/prod-eu-1'),
    release('cert-manager', 'cert-manager', 'cert-manager', 'v1.18.2'),
    release('kube-system', 'metrics-server', 'metrics-server', '3.13.0'),
    release('kube-system', 'block-storage-csi', 'block-storage-csi', '1.9.0'),
    release('database-operator', 'postgres-operator', 'cloudnative-pg', '0.26.0'),
    release('external-secrets', 'external-secrets', 'external-secrets', '0.19.2'),
    release('logging', 'fluent-bit', 'fluent-bit', '0.53.0'),
    release('gateway-system', 'gateway', 'gateway-helm', 'v1.5.1'),
  ].map(object => managed(object, { by: 'flux', app: 'flux-system' }));
};

const databases = (): readonly Managed[] =>
  [
    ['payments', 'payments-db', 3],
    ['shop-checkout', 'orders-db', 3],
    ['customer-accounts', 'accounts-db', 2],
  ].flatMap(entry => {
    const [namespace, name, instances] = entry as [string, string, number];
    const cluster = custom(
      'postgresql.cnpg.io/v1',
      'Cluster',
      namespace,
      name,
      { instances, imageName: 'ghcr.io/cloudnative-pg/postgresql:17.6', storage: { size: '100Gi', storageClass: 'fast-ssd' } },
      { status: { readyInstances: instances, phase: 'Cluster in healthy state' } },
    );
    return [
      managed(cluster, { by: 'argo', app: namespace }),
      ...owned('postgresql.cnpg.io/v1', 'Cluster', name, {
        namespace,
        name,
        kind: 'StatefulSet',
        image: 'ghcr.io/cloudnative-pg/postgresql:17.6',
        pinned: true,
        care: 'hardened',
        replicas: instances,
        port: 5432,
        storage: 100,
        keeper: operator('cloudnative-pg'),
        account: { token: true },
      }),
    ];
  });

/** What an operator makes of a custom resource: the CR is its controller. */
const owned = (apiVersion: string, kind: string, name: string, app: Application): readonly Managed[] =>
  application(app).map(({ object, manager }) => ({
    manager,
    object: {
      ...object,
      metadata: {
        ...object.metadata,
        ownerReferences: [{ apiVersion, kind, name, uid: pendingUid, controller: true, blockOwnerDeletion: true }],
      },
    },
  }));

const metrics = (): readonly Managed[] => [
  managed(
    custom('monitoring.coreos.com/v1', 'Prometheus', 'monitoring', 'prod', {
      replicas: 2,
      retention: '15d',
      serviceAccountName: 'prometheus-prod',
      externalLabels: { cluster: 'prod-eu-1' },
    }),
    stack,
  ),
  ...owned('monitoring.coreos.com/v1', 'Prometheus', 'prod', {
    namespace: 'monitoring',
    name: 'prometheus-prod',
    kind: 'StatefulSet',
    image: 'quay.io/prometheus/prometheus:v3.5.0',
    pinned: true,
    care: 'hardened',
    replicas: 2,
    port: 9090,
    storage: 200,
    keeper: operator('prometheus-operator'),
    account: token,
  }),
  ...['payment-gateway', 'checkout-orchestrator', 'product-search-api', 'storefront-web'].map(name =>
    managed(
      custom('monitoring.coreos.com/v1', 'ServiceMonitor', 'monitoring', name, {
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        namespaceSelector: { any: true },
        endpoints: [{ port: 'http', path: '/metrics' }],
      }),
      stack,
    ),
  ),
  managed(
    custom('monitoring.coreos.com/v1', 'PrometheusRule', 'monitoring', 'service-level-objectives', {
      groups: [
        { name: 'checkout', rules: [{ alert: 'CheckoutErrorBudgetBurn', expr: 'checkout_error_ratio > 0.02', for: '10m' }] },
      ],
    }),
    stack,
  ),
];

const certificates = (): readonly Managed[] => [
  managed(
    custom('cert-manager.io/v1', 'ClusterIssuer', undefined, 'letsencrypt-production', {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'platform@example.com',
        privateKeySecretRef: { name: 'letsencrypt-account' },
        solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
      },
    }),
    platformFlux,
  ),
  ...[
    ['shop-storefront', 'shop.example.com'],
    ['shop-checkout', 'checkout.example.com'],
    ['customer-accounts', 'login.example.com'],
    ['payments', 'pay.example.com'],
    ['argocd', 'delivery.example.org'],
  ].map(entry => {
    const [namespace = '', host = ''] = entry;
    return managed(
      custom('cert-manager.io/v1', 'Certificate', namespace, `${host.replaceAll('.', '-')}`, {
        dnsNames: [host],
        secretName: `${host.replaceAll('.', '-')}-tls`,
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt-production' },
      }),
      platformFlux,
    );
  }),
];

const tls = (namespace: string, host: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: `${host.replaceAll('.', '-')}-tls`,
    namespace,
    annotations: { 'cert-manager.io/issuer-name': 'letsencrypt-production' },
  },
  type: 'kubernetes.io/tls',
  stringData: { 'tls.crt': 'certificate', 'tls.key': planted.tlsKey },
});

const keys = (): readonly Managed[] => [
  ...[
    tls('shop-storefront', 'shop.example.com'),
    tls('shop-checkout', 'checkout.example.com'),
    tls('customer-accounts', 'login.example.com'),
    tls('payments', 'pay.example.com'),
    tls('argocd', 'delivery.example.org'),
    tls('gateway-system', 'wildcard.example.com'),
  ].map(object => managed(object, operator('cert-manager'))),
  ...[
    ['flux-system', 'platform-deploy-key', 'identity'],
    ['cert-manager', 'letsencrypt-account', 'tls.key'],
    ['monitoring', 'grafana-admin', 'admin-password'],
  ].map(([namespace = '', name = '', key = '']) =>
    managed(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', stringData: { [key]: planted.tlsKey } },
      platformFlux,
    ),
  ),
];

export const ticketingCertificate = (): Managed =>
  managed(tls('support-legacy-ticketing', 'hilfe.example.com'), operator('cert-manager'));

const vault = (): readonly Managed[] => [
  managed(
    custom('external-secrets.io/v1', 'ClusterSecretStore', undefined, 'company-vault', {
      provider: {
        vault: {
          server: 'https://vault.example.org',
          path: 'prod',
          version: 'v2',
          auth: { kubernetes: { mountPath: 'prod-eu-1', role: 'external-secrets' } },
        },
      },
    }),
    platformFlux,
  ),
  ...[
    ['payments', 'payment-provider'],
    ['marketing-campaigns', 'mail-relay'],
  ].map(entry => {
    const [namespace = '', name = ''] = entry;
    return managed(
      custom('external-secrets.io/v1', 'ExternalSecret', namespace, name, {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'company-vault' },
        target: { name },
        dataFrom: [{ extract: { key: `${namespace}/${name}` } }],
      }),
      platformFlux,
    );
  }),
  managed(
    custom('search.example.com/v1alpha1', 'SearchIndex', 'search', 'products', {
      shards: 6,
      replicas: 1,
      analyzer: 'german+swedish+polish',
    }),
    { by: 'helm', app: 'product-search', chart: 'product-search-3.8.1' },
  ),
];

const restrictive = new Set(['payments', 'shop-checkout', 'customer-accounts', 'data-pipelines', 'marketing-campaigns']);

const bounds = (): readonly Managed[] =>
  places
    .filter(({ name }) => restrictive.has(name))
    .flatMap(({ name }) => [
      managed(
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'team-budget', namespace: name },
          spec: { hard: { 'requests.cpu': '24', 'requests.memory': '64Gi', pods: '80' } },
        },
        platformFlux,
      ),
      managed(
        {
          apiVersion: 'v1',
          kind: 'LimitRange',
          metadata: { name: 'defaults', namespace: name },
          spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '50m', memory: '64Mi' }, default: { memory: '256Mi' } }] },
        },
        platformFlux,
      ),
    ]);

const classes = (): readonly Managed[] =>
  [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast-ssd', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'block.csi.example.com',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      parameters: { encrypted: 'true' },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'block.csi.example.com' },
      spec: { attachRequired: true, podInfoOnMount: false },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'revenue-critical' },
      value: 100_000,
      description: 'Checkout, payments and login go first',
    },
  ].map(object => managed(object, platformFlux));

/** What the platform team runs for everybody. */
export const platform = (): readonly Managed[] => [
  ...classes(),
  ...bounds(),
  ...agents().flatMap(application),
  ...software().flatMap(application),
  ...argoApplications(),
  ...projects(),
  ...fluxObjects(),
  ...databases(),
  ...metrics(),
  ...certificates(),
  ...keys(),
  ...vault(),
];
