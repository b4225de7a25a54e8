/**
 * Starts a real API server for tests: etcd, kube-apiserver and kube-controller-manager on free loopback ports, all
 * of it in one temporary folder. The controller manager is needed: without it `edit` and `view` have no rules, no
 * default service accounts exist and Deployments make no Pods. No scheduler and no kubelet run: Pods stay Pending,
 * or are whatever their writer says.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './binaries.ts';
import { createAuthority, issue, serviceAccountKeys } from './certificates.ts';
import { field } from './client.ts';
import { connectCluster, forEachPersona, type ClusterState, type TestCluster } from './cluster.ts';
import { run } from './command.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { collectionPath, type KubeObject } from './object.ts';
import { developerNamespaces, personaGroups, personaNames, personaObjects } from './personas.ts';
import { freePorts } from './ports.ts';
import { startProcess, waitFor, type ServerProcess } from './processes.ts';
import { baseFolder, markOwner, sweepAbandoned } from './sweep.ts';
import { current, type KubernetesVersion } from './versions.ts';

export interface StartOptions {
  readonly version?: KubernetesVersion;
  /** The controller manager's `--controllers`; see `quietControllers` for generated clusters. */
  readonly controllers?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** More flags for kube-apiserver; a repeated flag overrides. */
  readonly apiServerFlags?: readonly string[];
  /** Makes the 410 of an expired list real: the API server compacts etcd this often, for example `20s`. */
  readonly compactionInterval?: string;
}

// Nodes of tests have no kubelet: these three would taint them and delete their Pods.
const harmful = ['node-lifecycle-controller', 'taint-eviction-controller', 'pod-garbage-collector-controller'];
// Before 1.29 eviction by taint was part of the first, and the names were shorter (1.28 knows both).
const harmfulBefore29 = ['nodelifecycle', 'podgc'];

function harmlessControllers(version: KubernetesVersion): string {
  const minor = Number(version.kubernetes.split('.')[1]);
  return ['*', ...(minor < 29 ? harmfulBefore29 : harmful).map(name => `-${name}`)].join(',');
}

/** What makes a usable server, without the controllers that would act on Deployments, Pods and their owners. */
export const quietControllers = [
  'clusterrole-aggregation-controller',
  'namespace-controller',
  'root-ca-certificate-publisher-controller',
  'serviceaccount-controller',
].join(',');

const attempts = 3;

/** Throws when no binaries can be had (ask findBinaries first) or the server does not become ready. */
export async function startCluster(options: StartOptions = {}): Promise<TestCluster> {
  const binaries = await findBinaries(options.version ?? current);
  if (!binaries.found) throw new Error(`No test cluster: ${binaries.reasons.join('; ')}. Next: ${binaries.command}`);
  await sweepAbandoned();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(binaries.paths, binaries.version, options);
    } catch (error) {
      // A free port may have been taken by another process in the meantime.
      const portTaken = error instanceof Error && error.message.includes('address already in use');
      if (attempt === attempts || !portTaken) throw error;
    }
  }
}

async function startOnce(binaries: Binaries, version: KubernetesVersion, options: StartOptions): Promise<TestCluster> {
  const dir = await mkdtemp(join(baseFolder, 'cluster-'));
  await markOwner(dir);
  const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0] = await freePorts(3);
  const url = `https://127.0.0.1:${String(apiPort)}`;
  const state = await prepare(dir, url, version, binaries);
  const servers: ServerProcess[] = [];
  const cluster = connectCluster(state, async () => {
    await Promise.all(servers.map(server => server.stop()));
    await rm(dir, { recursive: true, force: true });
  });
  const start = (name: 'etcd' | 'kube-apiserver' | 'kube-controller-manager', args: readonly string[]): void => {
    servers.push(startProcess(name, binaries[name], args, join(dir, `${name}.log`)));
  };
  try {
    start('etcd', await etcdArgs(binaries.etcd, dir, etcdPort, etcdPeerPort));
    start('kube-apiserver', apiServerArgs(dir, apiPort, etcdPort, options));
    await waitFor('the API server is ready', async () => (await cluster.api('GET', '/readyz')).status === 200, servers);
    start('kube-controller-manager', controllerManagerArgs(dir, options.controllers ?? harmlessControllers(version)));
    for (const object of personaObjects()) await create(cluster, object);
    await waitFor('default roles and service accounts exist', () => settled(cluster), servers);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function create(cluster: TestCluster, object: KubeObject): Promise<void> {
  const answer = await cluster.api('POST', collectionPath(object), object);
  if (answer.status !== 201) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(answer.body)}`);
}

async function settled(cluster: TestCluster): Promise<boolean> {
  const edit = await cluster.api('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/edit');
  const rules = field(edit.body, 'rules');
  if (!Array.isArray(rules) || rules.length < 5) return false;
  for (const namespace of ['default', 'kube-system', ...developerNamespaces]) {
    const account = await cluster.api('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`);
    if (account.status !== 200) return false;
  }
  return true;
}

/** Writes certificates, keys, tokens, policies and kubeconfigs. */
async function prepare(dir: string, url: string, version: KubernetesVersion, binaries: Binaries): Promise<ClusterState> {
  const authority = createAuthority('plumbline-test-ca');
  const server = issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost', 'kubernetes.default.svc'] });
  const accountKeys = serviceAccountKeys();
  const certificates = forEachPersona(name => issue(authority, { commonName: name, organizations: personaGroups[name] }));
  const tokens = forEachPersona(name => `${name}-${randomBytes(16).toString('hex')}`);
  const manager = issue(authority, { commonName: 'system:kube-controller-manager', organizations: ['system:masters'] });
  const config = (name: string, certificate: typeof manager): string =>
    kubeconfigText({ name, server: url, caPem: authority.cert, certificate });
  const tokenLines = personaNames.map(name => `${tokens[name]},${name},${name}-uid,"${personaGroups[name].join(',')}"`);
  const files = {
    'ca.crt': authority.cert,
    'ca.key': authority.key,
    'server.crt': server.cert,
    'server.key': server.key,
    'sa.pub': accountKeys.publicPem,
    'sa.key': accountKeys.privatePem,
    'tokens.csv': `${tokenLines.join('\n')}\n`,
    'audit-policy.json': JSON.stringify(auditPolicy),
    'admin.kubeconfig': config('admin', certificates.admin),
    'controller-manager.kubeconfig': config('controller-manager', manager),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(dir, name), text, { mode: 0o600 })));
  return { version: version.kubernetes, dir, url, authority, certificates, tokens, kubectlPath: binaries.kubectl };
}

const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
};

async function etcdArgs(program: string, dir: string, port: number, peerPort: number): Promise<readonly string[]> {
  const client = `http://127.0.0.1:${String(port)}`;
  const peer = `http://127.0.0.1:${String(peerPort)}`;
  const help = await run(program, ['--help']);
  // Debian's etcd 3.4 has no such flag; the folder is on a memory file system where there is one.
  const noSync = `${help.stdout}${help.stderr}`.includes('unsafe-no-fsync') ? ['--unsafe-no-fsync'] : [];
  return [
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    ...noSync,
  ];
}

function apiServerArgs(dir: string, port: number, etcdPort: number, options: StartOptions): readonly string[] {
  const gates = Object.entries(options.featureGates ?? {}).map(([gate, on]) => `${gate}=${String(on)}`);
  return [
    `--etcd-servers=http://127.0.0.1:${String(etcdPort)}`,
    `--secure-port=${String(port)}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    '--authorization-mode=Node,RBAC',
    `--tls-cert-file=${join(dir, 'server.crt')}`,
    `--tls-private-key-file=${join(dir, 'server.key')}`,
    `--client-ca-file=${join(dir, 'ca.crt')}`,
    `--token-auth-file=${join(dir, 'tokens.csv')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(dir, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(dir, 'sa.key')}`,
    `--audit-policy-file=${join(dir, 'audit-policy.json')}`,
    `--audit-log-path=${join(dir, 'audit.log')}`,
    ...(options.compactionInterval === undefined ? [] : [`--etcd-compaction-interval=${options.compactionInterval}`]),
    ...(gates.length === 0 ? [] : [`--feature-gates=${gates.join(',')}`]),
    ...(options.apiServerFlags ?? []),
  ];
}

function controllerManagerArgs(dir: string, controllers: string): readonly string[] {
  return [
    `--kubeconfig=${join(dir, 'controller-manager.kubeconfig')}`,
    `--controllers=${controllers}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--service-account-private-key-file=${join(dir, 'sa.key')}`,
    `--root-ca-file=${join(dir, 'ca.crt')}`,
    `--cluster-signing-cert-file=${join(dir, 'ca.crt')}`,
    `--cluster-signing-key-file=${join(dir, 'ca.key')}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}
