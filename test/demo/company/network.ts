import type { KubeObject } from '#test/cluster/object';
import { platformFlux } from './foundation.ts';
import { managed, type Keeper, type Managed } from './managed.ts';

type Fields = Readonly<Record<string, unknown>>;

const policy = (namespace: string, name: string, spec: Fields): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

const from = (namespace: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } });
const podsNamed = (...names: readonly string[]) => ({
  matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: names }],
});

const denyAll = (namespace: string): KubeObject =>
  policy(namespace, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const denyIncoming = (namespace: string): KubeObject =>
  policy(namespace, 'default-deny-ingress', { podSelector: {}, policyTypes: ['Ingress'] });

const names = (namespace: string): KubeObject =>
  policy(namespace, 'allow-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ ...from('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });

const within = (namespace: string): KubeObject =>
  policy(namespace, 'allow-same-namespace', {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: {} }] }],
    egress: [{ to: [{ podSelector: {} }] }],
  });

const entrance = (namespace: string, ...pods: readonly string[]): KubeObject =>
  policy(namespace, 'allow-public-entrance', {
    podSelector: podsNamed(...pods),
    policyTypes: ['Ingress'],
    ingress: [{ from: [from('ingress-nginx'), from('gateway-system')] }],
  });

const metrics = (namespace: string): KubeObject =>
  policy(namespace, 'allow-metrics', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [from('monitoring')] }] });

/** Everything closed and opened by name; closed for what comes in alone; single pods alone; nothing. */
const policies = (): readonly KubeObject[] => [
  ...['payments', 'shop-checkout', 'customer-accounts'].flatMap(namespace => [
    denyAll(namespace),
    names(namespace),
    within(namespace),
    metrics(namespace),
  ]),
  entrance('payments', 'payment-gateway'),
  entrance('shop-checkout', 'checkout-orchestrator', 'basket-service'),
  entrance('customer-accounts', 'login-web'),
  denyIncoming('shop-storefront'),
  within('shop-storefront'),
  metrics('shop-storefront'),
  entrance('shop-storefront', 'storefront-web', 'storefront-graphql-facade'),
  denyIncoming('search'),
  within('search'),
  policy('search', 'allow-storefront', {
    podSelector: podsNamed('product-search-api', 'search-suggestions'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [from('shop-storefront')] }],
  }),
  denyIncoming('cert-manager'),
  policy('cert-manager', 'allow-webhook', {
    podSelector: podsNamed('cert-manager-webhook'),
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: 10250 }] }],
  }),
  denyIncoming('flux-system'),
  within('flux-system'),
  denyAll('external-secrets'),
  names('external-secrets'),
  policy('external-secrets', 'allow-vault-and-api', {
    podSelector: podsNamed('external-secrets'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ port: 443 }, { port: 6443 }] }],
  }),
  // Meant as a default, but it names the pods of 2025: what came later is open.
  policy('recommendations', 'restrict-recommendation-api', {
    podSelector: podsNamed('recommendation-api'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [from('shop-storefront')] }],
  }),
  policy('logistics-warehouse-integration', 'edi-from-partners', {
    podSelector: podsNamed('warehouse-edi-bridge'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.64/26'] } }] }],
  }),
];

interface Entry {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly service: string;
  readonly tls: boolean;
  readonly keeper: Keeper;
}

const argo = (app: string): Keeper => ({ by: 'argo', app });
const kubectl: Keeper = { by: 'kubectl' };

const entries: readonly Entry[] = [
  {
    namespace: 'shop-storefront',
    name: 'shop',
    host: 'shop.example.com',
    service: 'storefront-web',
    tls: true,
    keeper: argo('shop-storefront'),
  },
  {
    namespace: 'shop-checkout',
    name: 'checkout',
    host: 'checkout.example.com',
    service: 'checkout-orchestrator',
    tls: true,
    keeper: argo('shop-checkout'),
  },
  {
    namespace: 'customer-accounts',
    name: 'login',
    host: 'login.example.com',
    service: 'login-web',
    tls: true,
    keeper: argo('customer-accounts'),
  },
  {
    namespace: 'argocd',
    name: 'delivery',
    host: 'delivery.example.org',
    service: 'argocd-server',
    tls: true,
    keeper: platformFlux,
  },
  {
    namespace: 'marketing-campaigns',
    name: 'campaigns',
    host: 'aktionen.example.com',
    service: 'landing-page-renderer',
    tls: false,
    keeper: kubectl,
  },
  {
    namespace: 'support-legacy-ticketing',
    name: 'ticketing',
    host: 'hilfe.example.com',
    service: 'ticketing-frontend',
    tls: false,
    keeper: kubectl,
  },
];

const ingress = ({ namespace, name, host, service, tls, keeper }: Entry): Managed =>
  managed(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name,
        namespace,
        annotations: tls
          ? { 'cert-manager.io/cluster-issuer': 'letsencrypt-production' }
          : { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' },
      },
      spec: {
        ingressClassName: 'nginx',
        ...(tls ? { tls: [{ hosts: [host], secretName: `${host.replaceAll('.', '-')}-tls` }] } : {}),
        rules: [
          {
            host,
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { name: 'http' } } } }] },
          },
        ],
      },
    },
    keeper,
  );

const gateway = (): readonly Managed[] =>
  [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'envoy' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'gateway-system' },
      spec: {
        gatewayClassName: 'envoy',
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            hostname: '*.example.com',
            tls: { mode: 'Terminate', certificateRefs: [{ name: 'wildcard-example-com-tls' }] },
            allowedRoutes: {
              namespaces: {
                from: 'Selector',
                selector: {
                  matchExpressions: [{ key: 'example.com/team', operator: 'In', values: ['shop', 'payments', 'search'] }],
                },
              },
            },
          },
          { name: 'http', port: 80, protocol: 'HTTP', hostname: '*.example.com', allowedRoutes: { namespaces: { from: 'All' } } },
        ],
      },
    },
    ...(
      [
        ['payments', 'pay', 'pay.example.com', 'payment-gateway', 'https'],
        ['search', 'search', 'search.example.com', 'product-search-api', 'https'],
        ['shop-storefront', 'graphql', 'api.example.com', 'storefront-graphql-facade', 'https'],
        ['recommendations', 'preview', 'ranking-preview.example.com', 'ranking-model-server', 'http'],
      ] as const
    ).map(([namespace, name, host, service, section]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace },
      spec: {
        parentRefs: [{ name: 'public', namespace: 'gateway-system', sectionName: section }],
        hostnames: [host],
        rules: [{ backendRefs: [{ name: service, port: 80 }] }],
      },
    })),
  ].map(object => managed(object, platformFlux));

const publicService = (): Managed =>
  managed(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ingress-nginx-public', namespace: 'ingress-nginx' },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: { 'app.kubernetes.io/name': 'ingress-nginx-controller' },
        ports: [
          { name: 'http', port: 80, targetPort: 'http' },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '198.51.100.23' }] } },
    },
    { by: 'helm', app: 'ingress-nginx', chart: 'ingress-nginx-4.13.3' },
  );

export const network = (): readonly Managed[] => [
  ...policies().map(object => managed(object, platformFlux)),
  ...entries.map(ingress),
  ...gateway(),
  publicService(),
];

export const ticketingWithTls = (): Managed => {
  const entry = entries.find(({ name }) => name === 'ticketing');
  if (entry === undefined) throw new Error('The ticketing Ingress is not among the entries.');
  return ingress({ ...entry, tls: true });
};
