import type { KubeObject } from '#test/cluster/object';
import { application, minuteOf, scheduled, type Application, type Scheduled } from './application.ts';
import { helmRelease, managed, type Keeper, type Managed } from './managed.ts';
import { planted } from './planted.ts';

const argo = (app: string): Keeper => ({ by: 'argo', app });
const helm = (app: string, chart: string): Keeper => ({ by: 'helm', app, chart });
const kubectl: Keeper = { by: 'kubectl' };
const registry = 'registry.example.com';

const fromSecret = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });
const literal = (name: string, value: string) => ({ name, value });

/** Irons out what a team writes in every application of its own. */
const team =
  (namespace: string, teamName: string, keeper: Keeper, defaults: Pick<Application, 'care'> & Partial<Application>) =>
  (name: string, tag: string, more: Partial<Application> = {}): Application => ({
    namespace,
    name,
    team: teamName,
    keeper,
    image: `${registry}/${teamName}/${name}:${tag}`,
    ...defaults,
    ...more,
  });

const payments = team('payments', 'payments', argo('payments'), { care: 'hardened', pinned: true, budget: true });
const sandbox = team('payments-sandbox', 'payments', argo('payments-sandbox'), { care: 'hardened', pinned: true, replicas: 1 });
const checkout = team('shop-checkout', 'shop', argo('shop-checkout'), { care: 'hardened', pinned: true, budget: true });
const storefront = team('shop-storefront', 'shop', argo('shop-storefront'), { care: 'decent', pinned: true });
const accounts = team('customer-accounts', 'identity', argo('customer-accounts'), {
  care: 'hardened',
  pinned: true,
  budget: true,
});
const search = team('search', 'search', helm('product-search', 'product-search-3.8.1'), { care: 'decent' });
const recommendations = team('recommendations', 'search', helm('recommendations', 'recommendations-1.14.0'), {
  care: 'hardened',
});
const logistics = team('logistics-warehouse-integration', 'logistics', argo('logistics-warehouse-integration'), {
  care: 'decent',
  pinned: true,
});
const marketing = team('marketing-campaigns', 'marketing', kubectl, { care: 'decent', replicas: 1 });
const data = team('data-pipelines', 'data', kubectl, { care: 'decent', replicas: 1 });
const support = team('support-legacy-ticketing', 'support', kubectl, { care: 'careless', replicas: 1, account: false });

const databaseUrl = (secret: string) => fromSecret('DATABASE_URL', secret, 'uri');

const shopApplications = (): readonly Application[] => [
  payments('payment-gateway', '7.3.1', {
    replicas: 3,
    scaled: [3, 9],
    env: [databaseUrl('payments-db-app'), fromSecret('PROVIDER_API_KEY', 'payment-provider', 'api-key')],
  }),
  payments('payment-ledger', '5.0.4', { env: [databaseUrl('payments-db-app')] }),
  payments('fraud-scoring-service', '2.11.0', {
    account: {
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/prod-eu-1-fraud-scoring' },
      token: false,
    },
  }),
  payments('refund-processor', '3.2.7', {}),
  sandbox('payment-gateway', '7.4.0-rc.2', { env: [literal('PROVIDER_MODE', 'sandbox')] }),
  sandbox('partner-simulator', '1.0.9', { care: 'decent' }),
  checkout('basket-service', '9.1.2', { replicas: 3, scaled: [3, 12] }),
  checkout('checkout-orchestrator', '6.6.0', { replicas: 3 }),
  checkout('order-intake', '4.19.3', { env: [databaseUrl('orders-db-app')] }),
  checkout('tax-and-duty-calculator', '1.8.5', {}),
  storefront('storefront-web', '4.18.2', { replicas: 4, scaled: [4, 20], budget: true }),
  storefront('storefront-graphql-facade', '2.30.1', { replicas: 2, budget: true }),
  storefront('product-media-resizer', '1.12.0', {
    pinned: false,
    account: {
      annotations: { 'iam.gke.io/gcp-service-account': 'media-resizer@example-prod.iam.gserviceaccount.com' },
      token: true,
    },
  }),
  storefront('price-display-cache', '0.9.4', {
    care: 'hardened',
    image: 'docker.io/valkey/valkey:8.1.4',
    port: 6379,
    container: { ports: [{ name: 'http', containerPort: 6379 }] },
  }),
  accounts('login-web', '12.0.1', { replicas: 3, scaled: [3, 8] }),
  accounts('profile-service', '8.4.4', { env: [databaseUrl('accounts-db-app')] }),
  accounts('consent-registry', '2.2.0', {}),
  search('product-search-api', '3.8.1', {
    replicas: 3,
    scaled: [3, 10],
    env: [literal('INDEX_ENDPOINT', 'http://product-index:9200')],
  }),
  search('search-suggestions', '3.8.1', {}),
  search('product-index', '3.8.1', {
    kind: 'StatefulSet',
    replicas: 3,
    storage: 80,
    image: 'docker.io/opensearchproject/opensearch:3.2.0',
    port: 9200,
    env: [literal('OPENSEARCH_INITIAL_ADMIN_PASSWORD', planted.searchAdminPassword)],
  }),
  recommendations('recommendation-api', '1.14.0', { replicas: 2, scaled: [2, 6] }),
  recommendations('ranking-model-server', '1.14.0', {
    care: 'decent',
    replicas: 2,
    image: `${registry}/search/ranking-model-server:latest`,
  }),
  recommendations('recommendations-batch-exporter', '1.9.2', { replicas: 1, care: 'decent' }),
  logistics('warehouse-edi-bridge', '3.3.3', {
    replicas: 1,
    env: [literal('EDI_DSN', `postgres://edi:${planted.warehouseDsnPassword}@warehouse-db.example.org:5432/edi`)],
  }),
  logistics('shipment-tracker', '2.7.0', {}),
  logistics('label-printer-gateway', '1.1.8', { care: 'careless', pinned: false, replicas: 1 }),
  logistics('carrier-rate-sync', '0.8.1', {
    account: { annotations: { 'azure.workload.identity/client-id': '2f1c7f0e-5d3a-4c52-9d0e-3c8a51c6b7aa' }, token: true },
    podLabels: { 'azure.workload.identity/use': 'true' },
  }),
];

const sideApplications = (): readonly Application[] => [
  marketing('newsletter-composer', '2.0.3', {
    env: [
      literal('AWS_ACCESS_KEY_ID', planted.marketingAccessKeyId),
      literal('AWS_SECRET_ACCESS_KEY', planted.marketingSecretKey),
      literal('AWS_REGION', 'eu-central-1'),
    ],
  }),
  marketing('landing-page-renderer', 'latest', { replicas: 2 }),
  marketing('voucher-campaign-preview', 'summer-2026', { account: false }),
  data('feature-store-api', '0.14.2', { replicas: 2 }),
  data('stream-ingest-worker', '5.1.0', { replicas: 3, port: 0 }),
  data('notebook-hub', '4.3.0', { account: { token: true }, care: 'careless', image: 'quay.io/jupyterhub/k8s-hub:4.3.0' }),
  support('ticketing-frontend', '2.4', { image: `${registry}/support/ticketing-frontend` }),
  support('ticketing-backend', '2.4', {
    env: [literal('DB_PASSWORD', planted.legacyDatabasePassword), literal('DB_HOST', 'ticketing-mysql')],
    pod: { securityContext: { runAsUser: 0 } },
  }),
  support('ticketing-mysql', '5.7', {
    kind: 'StatefulSet',
    image: 'docker.io/library/mysql:5.7',
    port: 3306,
    storage: 40,
    env: [fromSecret('MYSQL_ROOT_PASSWORD', 'ticketing-mysql', 'root-password')],
  }),
  support('attachment-scanner', '1.0', {
    pod: { volumes: [{ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock' } }] },
    container: { volumeMounts: [{ name: 'runtime', mountPath: '/run/containerd/containerd.sock' }] },
  }),
];

const schedules = (): readonly Scheduled[] => [
  {
    ...payments('settlement-report', '1.4.0'),
    schedule: {
      cron: '30 3 * * *',
      runs: [
        { at: minuteOf('2026-11-19T02:30:00Z'), ended: 'Complete' },
        { at: minuteOf('2026-11-20T02:30:00Z'), ended: 'Complete' },
      ],
    },
  },
  {
    ...checkout('abandoned-basket-cleanup', '1.0.6'),
    schedule: {
      cron: '15 * * * *',
      runs: [
        { at: minuteOf('2026-11-20T06:15:00Z'), ended: 'Complete' },
        { at: minuteOf('2026-11-20T07:15:00Z'), ended: 'Complete' },
      ],
    },
  },
  {
    ...search('search-index-rebuild', '3.8.1'),
    schedule: { cron: '0 2 * * 0', runs: [{ at: minuteOf('2026-11-15T01:00:00Z'), ended: 'Complete' }] },
  },
  {
    ...data('warehouse-export-to-object-storage', '2.2.9', {
      env: [literal('EXPORT_BUCKET', 'example-prod-exports'), literal('WAREHOUSE_TOKEN', planted.pipelineToken)],
      account: {
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/prod-eu-1-data-export' },
        token: true,
      },
    }),
    schedule: {
      cron: '0 4 * * *',
      runs: [
        { at: minuteOf('2026-11-18T03:00:00Z'), ended: 'Failed' },
        { at: minuteOf('2026-11-19T03:00:00Z'), ended: 'Complete' },
        { at: minuteOf('2026-11-20T03:00:00Z'), ended: 'Complete' },
      ],
    },
  },
  {
    ...support('ticket-archive', '2.4', { image: `${registry}/support/ticket-archive:2.4` }),
    schedule: { cron: '0 1 * * *', runs: [{ at: minuteOf('2026-11-20T00:00:00Z'), ended: 'Complete' }] },
  },
];

const opaque = (namespace: string, name: string, stringData: Readonly<Record<string, string>>, type = 'Opaque'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type,
  stringData,
});

const config = (namespace: string, name: string, values: Readonly<Record<string, string>>, annotations = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, annotations },
  data: values,
});

const pull = (namespace: string): KubeObject =>
  opaque(
    namespace,
    'registry-pull',
    {
      '.dockerconfigjson': JSON.stringify({
        auths: { [registry]: { username: 'robot-pull', password: planted.registryPassword } },
      }),
    },
    'kubernetes.io/dockerconfigjson',
  );

const owner = planted.databaseOwnerPassword;
const uri = (host: string) => `postgres://app:${owner}@${host}-rw:5432/app`;

const secrets = (): readonly Managed[] =>
  [
    opaque('payments', 'payment-provider', {
      'api-key': planted.paymentProviderKey,
      'webhook-signing-key': planted.webhookToken,
    }),
    opaque(
      'payments',
      'payments-db-app',
      { username: 'app', password: owner, uri: uri('payments-db') },
      'kubernetes.io/basic-auth',
    ),
    opaque(
      'shop-checkout',
      'orders-db-app',
      { username: 'app', password: owner, uri: uri('orders-db') },
      'kubernetes.io/basic-auth',
    ),
    opaque(
      'customer-accounts',
      'accounts-db-app',
      { username: 'app', password: owner, uri: uri('accounts-db') },
      'kubernetes.io/basic-auth',
    ),
    opaque('support-legacy-ticketing', 'ticketing-mysql', { 'root-password': planted.legacyDatabasePassword }),
    opaque('marketing-campaigns', 'mail-relay', { password: planted.legacySmtpPassword }),
    ...[
      'payments',
      'shop-checkout',
      'shop-storefront',
      'customer-accounts',
      'search',
      'recommendations',
      'logistics-warehouse-integration',
    ].map(pull),
  ].map(object => managed(object, { by: 'operator', name: 'external-secrets' }));

const configs = (): readonly Managed[] => [
  ...[
    config('shop-storefront', 'storefront-web', {
      'features.yaml': 'newHeader: true\npersonalisedHome: 25\n',
      LOCALES: 'de,en,fr,sv,pl',
    }),
    config('shop-checkout', 'checkout-orchestrator', {
      'timeouts.json': '{"basket":800,"payment":4000}',
      CURRENCIES: 'EUR,SEK,PLN,CHF',
    }),
    config('payments', 'payment-gateway', { 'routing.yaml': 'default: acquirer-a\nfallback: acquirer-b\n', LOG_LEVEL: 'info' }),
  ].map(object => managed(object, argo(object.metadata.namespace ?? ''))),
  managed(
    config('search', 'search-synonyms', { 'synonyms.txt': 'sofa, couch\nschrank, wardrobe\nfåtölj, armchair\n' }),
    helm('product-search', 'product-search-3.8.1'),
  ),
  ...[
    config('support-legacy-ticketing', 'ticketing-settings', {
      'application.properties': `mail.host=smtp.example.org\nmail.user=ticketing\nmail.password=${planted.legacySmtpPassword}\nmail.from=hilfe@example.com\n`,
      SESSION_TIMEOUT: '3600',
    }),
    config(
      'marketing-campaigns',
      'newsletter-templates',
      { greeting: 'Hallo {{ firstName }} – schön, dass du da bist!' },
      { 'example.com/delivery-webhook-token': planted.webhookToken },
    ),
    config('data-pipelines', 'pipeline-schedule', { 'pipelines.yaml': 'orders:\n  every: 24h\nclicks:\n  every: 1h\n' }),
  ].map(object => managed(object, kubectl)),
];

const releases = (): readonly Managed[] =>
  [
    helmRelease('search', 'product-search', 'product-search-3.8.1', 14, { index: { adminPassword: planted.helmAdminPassword } }),
    helmRelease('recommendations', 'recommendations', 'recommendations-1.14.0', 8, { replicas: 2 }),
    helmRelease('recommendations', 'recommendations', 'recommendations-1.13.2', 7, { replicas: 2 }),
    helmRelease('ingress-nginx', 'ingress-nginx', 'ingress-nginx-4.13.3', 5, { controller: { replicaCount: 2 } }),
    helmRelease('monitoring', 'kube-prometheus-stack', 'kube-prometheus-stack-77.6.2', 31, {
      grafana: { adminPassword: planted.helmAdminPassword },
    }),
  ].map(object => ({ object, manager: 'helm' }));

/** What the company's teams run. */
export const workloads = (): readonly Managed[] => [
  ...shopApplications().flatMap(application),
  ...sideApplications().flatMap(application),
  ...schedules().flatMap(scheduled),
  ...secrets(),
  ...configs(),
  ...releases(),
];

const laterRuns: Readonly<Record<string, readonly string[]>> = {
  'settlement-report': ['2026-11-22T02:30:00Z', '2026-11-23T02:30:00Z'],
  'abandoned-basket-cleanup': ['2026-11-23T06:15:00Z', '2026-11-23T07:15:00Z'],
  'search-index-rebuild': ['2026-11-22T01:00:00Z'],
  'warehouse-export-to-object-storage': ['2026-11-22T03:00:00Z', '2026-11-23T03:00:00Z'],
  'ticket-archive': ['2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'],
};

const jobsOf = (schedule: Scheduled): readonly Managed[] => scheduled(schedule).filter(({ object }) => object.kind === 'Job');

/** The runs of the days between: the Jobs of before are gone, but for the one that failed. */
const jobsLater = (): readonly Managed[] =>
  schedules().flatMap(entry => {
    const runs = (laterRuns[entry.name] ?? []).map(time => ({ at: minuteOf(time), ended: 'Complete' as const }));
    return jobsOf({ ...entry, schedule: { ...entry.schedule, runs } });
  });

export interface Later {
  readonly added: readonly Managed[];
  readonly replaced: readonly Managed[];
  readonly removed: readonly Managed[];
}

/** Three days of deliveries: what the second capture finds. */
export const laterWorkloads = (): Later => ({
  removed: schedules()
    .flatMap(jobsOf)
    .filter(job => job.fails !== true),
  added: [
    ...jobsLater(),
    ...application(
      data('node-io-profiler', 'v0.3.0-rc1', {
        image: 'docker.io/perfkit/node-io-profiler:v0.3.0-rc1',
        care: 'careless',
        account: false,
        port: 0,
        container: { securityContext: { privileged: true }, volumeMounts: [{ name: 'host', mountPath: '/host' }] },
        pod: { hostPID: true, volumes: [{ name: 'host', hostPath: { path: '/' } }] },
      }),
    ),
    ...scheduled({
      ...data('nightly-orders-export', '0.1.0', { care: 'hardened', pinned: true }),
      schedule: { cron: '40 1 * * *', runs: [{ at: minuteOf('2026-11-23T00:40:00Z'), ended: 'Complete' }] },
    }),
    managed(opaque('support-legacy-ticketing', 'ticketing-backend', { 'db-password': planted.legacyDatabasePassword }), kubectl),
  ],
  replaced: [
    ...application(storefront('storefront-web', '4.19.0', { replicas: 4 })).filter(({ object }) => object.kind === 'Deployment'),
    ...application(
      support('ticketing-backend', '2.4', {
        env: [fromSecret('DB_PASSWORD', 'ticketing-backend', 'db-password'), literal('DB_HOST', 'ticketing-mysql')],
        pod: { securityContext: { runAsUser: 0 } },
      }),
    ).filter(({ object }) => object.kind === 'Deployment'),
  ],
});
