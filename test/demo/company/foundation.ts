import type { KubeObject } from '#test/cluster/object';
import { managed, type Keeper, type Managed } from './managed.ts';

type Labels = Readonly<Record<string, string>>;

const level = (enforce: string, more: Labels = {}): Labels => ({
  'pod-security.kubernetes.io/enforce': enforce,
  'pod-security.kubernetes.io/enforce-version': 'latest',
  ...more,
});

const watched = (audit: string): Labels => ({
  'pod-security.kubernetes.io/audit': audit,
  'pod-security.kubernetes.io/warn': audit,
});

interface Place {
  readonly name: string;
  readonly team: string;
  readonly levels: Labels;
  readonly purpose: string;
}

/** Who lives in the cluster. Levels differ as teams do. */
export const places: readonly Place[] = [
  {
    name: 'payments',
    team: 'payments',
    levels: level('restricted', watched('restricted')),
    purpose: 'Zahlungsabwicklung – PCI scope',
  },
  {
    name: 'payments-sandbox',
    team: 'payments',
    levels: level('baseline', watched('restricted')),
    purpose: 'Integration tests of payment partners',
  },
  { name: 'shop-checkout', team: 'shop', levels: level('restricted'), purpose: 'Basket, checkout and order intake' },
  {
    name: 'shop-storefront',
    team: 'shop',
    levels: level('baseline', watched('restricted')),
    purpose: 'Storefront, façade APIs and media',
  },
  {
    name: 'customer-accounts',
    team: 'identity',
    levels: level('restricted'),
    purpose: 'Login, profiles, consent (“Einwilligungen”)',
  },
  { name: 'search', team: 'search', levels: level('baseline'), purpose: 'Product search and suggestions' },
  {
    name: 'recommendations',
    team: 'search',
    levels: level('baseline', watched('restricted')),
    purpose: 'Recommendations and ranking models',
  },
  { name: 'logistics-warehouse-integration', team: 'logistics', levels: level('baseline'), purpose: 'Warehouses Łódź and Malmö' },
  {
    name: 'marketing-campaigns',
    team: 'marketing',
    levels: watched('baseline'),
    purpose: 'Newsletters and landing pages (été, été indien, Noël)',
  },
  { name: 'data-pipelines', team: 'data', levels: {}, purpose: 'Exports, feature store, nightly jobs' },
  { name: 'support-legacy-ticketing', team: 'support', levels: {}, purpose: 'Ticketing until its successor is live' },
  { name: 'ci-runners', team: 'platform', levels: level('privileged'), purpose: 'Runners of the build pipelines' },
  { name: 'argocd', team: 'platform', levels: level('baseline'), purpose: 'Delivery of the applications' },
  { name: 'flux-system', team: 'platform', levels: level('restricted'), purpose: 'Delivery of the platform itself' },
  { name: 'cert-manager', team: 'platform', levels: level('restricted'), purpose: 'Certificates' },
  { name: 'ingress-nginx', team: 'platform', levels: level('baseline'), purpose: 'Public entrance' },
  { name: 'gateway-system', team: 'platform', levels: level('baseline'), purpose: 'Gateway API, successor of ingress-nginx' },
  { name: 'database-operator', team: 'platform', levels: level('restricted'), purpose: 'Operator of the PostgreSQL clusters' },
  { name: 'monitoring', team: 'platform', levels: level('privileged', watched('baseline')), purpose: 'Metrics and alerts' },
  { name: 'logging', team: 'platform', levels: level('privileged'), purpose: 'Log shipping' },
  { name: 'external-secrets', team: 'platform', levels: level('restricted'), purpose: 'Secrets from the company vault' },
];

/** Namespaces whose Secrets our auditor may not read. */
export const closedNamespaces: readonly string[] = ['payments', 'search'];

export const platformFlux: Keeper = { by: 'flux', app: 'platform' };

const namespaceOf = ({ name, team, levels, purpose }: Place): Managed =>
  managed(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { 'example.com/team': team, ...levels },
        annotations: { 'example.com/purpose': purpose, 'example.com/on-call': `${team}@example.com` },
      },
    },
    platformFlux,
  );

export const namespaces = (): readonly Managed[] => places.map(namespaceOf);

export const nodeNames = {
  control: ['prod-eu-1-control-0'],
  workers: [
    'prod-eu-1-worker-general-0',
    'prod-eu-1-worker-general-1',
    'prod-eu-1-worker-general-2',
    'prod-eu-1-worker-memory-0',
    'prod-eu-1-worker-ci-0',
  ],
} as const;

const taint = (key: string, value?: string) => ({ key, effect: 'NoSchedule', ...(value === undefined ? {} : { value }) });

const nodeRole = (name: string): { readonly labels: Labels; readonly taints: readonly unknown[]; readonly size: string } => {
  if (name.includes('control'))
    return {
      labels: { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
      taints: [taint('node-role.kubernetes.io/control-plane')],
      size: 'standard-4',
    };
  if (name.includes('-ci-'))
    return { labels: { 'example.com/pool': 'ci' }, taints: [taint('example.com/pool', 'ci')], size: 'standard-8' };
  const pool = name.includes('memory') ? 'memory' : 'general';
  return { labels: { 'example.com/pool': pool }, taints: [], size: pool === 'memory' ? 'memory-16' : 'standard-8' };
};

const zones = ['eu-1a', 'eu-1b', 'eu-1c'];

const node = (name: string, index: number, version: string): KubeObject => {
  const { labels, taints, size } = nodeRole(name);
  const address = `10.20.${index}.10`;
  const condition = (type: string, status: string, reason: string) => ({
    type,
    status,
    reason,
    message: '',
    lastHeartbeatTime: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
    lastTransitionTime: '2026-10-06T04:12:31Z',
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': size,
        'topology.kubernetes.io/region': 'eu-1',
        'topology.kubernetes.io/zone': zones[index % 3] ?? 'eu-1a',
        ...labels,
      },
    },
    spec: { podCIDR: `10.244.${index}.0/24`, providerID: `examplecloud:///eu-1/${name}`, taints },
    status: {
      capacity: {
        cpu: size.endsWith('4') ? '4' : '8',
        memory: size.startsWith('memory') ? '65842180Ki' : '32614072Ki',
        pods: '110',
      },
      allocatable: {
        cpu: size.endsWith('4') ? '3920m' : '7910m',
        memory: size.startsWith('memory') ? '63540228Ki' : '30312120Ki',
        pods: '110',
      },
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: name,
        systemUUID: name,
        bootID: name,
        architecture: 'amd64',
        operatingSystem: 'linux',
        kernelVersion: '6.12.48+deb13-amd64',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: version,
        kubeProxyVersion: '',
      },
    },
  };
};

export const nodes = (version: string): readonly Managed[] =>
  [...nodeNames.control, ...nodeNames.workers].map((name, index) => ({ object: node(name, index, version), manager: 'kubelet' }));
