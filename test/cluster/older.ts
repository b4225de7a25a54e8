/**
 * Builds and starts older API servers and runs something against each; not part of `npm test`, a build takes minutes.
 *
 *   node test/cluster/older.ts [--versions v1.29.15,v1.27.16] [--] [command …]
 *
 * Without a command it says what each server answers. A command gets KUBECONFIG (admin) and
 * PLUMBLINE_TEST_KUBECONFIGS (a folder with one file a persona), and the small fixtures to look at. Versions that do
 * not build with the Go at hand are told, with the reason, and the rest goes on. The exit code is 1 when nothing ran
 * or a command failed.
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBinaries } from './binaries.ts';
import { field } from './client.ts';
import type { TestCluster } from './cluster.ts';
import { loadFixtures } from './fixtures/load.ts';
import { personaNames } from './personas.ts';
import { startCluster } from './start.ts';
import { kubernetesVersion, older, type KubernetesVersion } from './versions.ts';

export interface OlderOutcome {
  readonly version: string;
  /** Why the version could not be built or started, or what failed on it. */
  readonly problem?: string;
}

/** Runs `work` on a server of each version, one after the other. */
export async function onEach(
  versions: readonly KubernetesVersion[],
  work: (cluster: TestCluster) => Promise<void>,
): Promise<readonly OlderOutcome[]> {
  const outcomes: OlderOutcome[] = [];
  for (const version of versions) outcomes.push(await onOne(version, work));
  return outcomes;
}

async function onOne(version: KubernetesVersion, work: (cluster: TestCluster) => Promise<void>): Promise<OlderOutcome> {
  const { kubernetes } = version;
  const binaries = await findBinaries(version);
  if (!binaries.found) return { version: kubernetes, problem: binaries.reasons.join('; ') };
  let cluster: TestCluster | undefined;
  try {
    cluster = await startCluster({ version });
    await loadFixtures(cluster, 'small');
    await work(cluster);
    return { version: kubernetes };
  } catch (error) {
    return { version: kubernetes, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await cluster?.stop();
  }
}

async function describeServer(cluster: TestCluster): Promise<void> {
  const version = await cluster.api('GET', '/version');
  const accept =
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
  const discovery = await cluster.api('GET', '/apis', undefined, { headers: { accept } });
  console.log(`${String(field(version.body, 'gitVersion'))}: discovery ${String(discovery.headers['content-type'])}`);
}

async function runCommand(cluster: TestCluster, command: readonly string[]): Promise<void> {
  const folder = join(cluster.dir, 'personas');
  await mkdir(folder);
  for (const name of personaNames) await writeFile(join(folder, name), cluster.kubeconfig(name), { mode: 0o600 });
  const env = {
    ...process.env,
    KUBECONFIG: join(folder, 'admin'),
    PLUMBLINE_TEST_KUBECONFIGS: folder,
    PLUMBLINE_TEST_VERSION: cluster.version,
  };
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command.join(' ')}: exit ${String(code)}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { versions: { type: 'string' } }, allowPositionals: true });
  const versions = values.versions?.split(',').map(kubernetesVersion) ?? older;
  const outcomes = await onEach(versions, cluster =>
    positionals.length === 0 ? describeServer(cluster) : runCommand(cluster, positionals),
  );
  for (const { version, problem } of outcomes) console.log(`${version}: ${problem ?? 'ok'}`);
  const ran = outcomes.some(({ problem }) => problem === undefined);
  const failed = outcomes.some(({ problem }) => problem?.includes(': exit ') === true);
  process.exitCode = ran && !failed ? 0 : 1;
}

if (import.meta.main) await main();
