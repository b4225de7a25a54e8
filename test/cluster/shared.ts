/**
 * One cluster for a whole test run, started by the first file that asks.
 *
 * Vitest's `globalSetup` is this file: `setup` names the run (nothing is started, so a run of unit tests alone pays
 * nothing), `teardown` ends what was started. In between, the first `sharedCluster()` starts a keeper process that
 * holds the cluster and writes its state into a file; every other test file, in whatever worker, reads that file.
 * The keeper ends with the run, also when the run is killed. Without `globalSetup` each process is its own run.
 *
 * The shared cluster holds the `small` fixtures. Tests that change objects beyond their own namespaces, or that count
 * requests, start their own: it takes seconds.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectCluster, type ClusterState, type TestCluster } from './cluster.ts';
import { loadFixtures } from './fixtures/load.ts';
import { isAlive, withLock } from './lock.ts';
import { killNow } from './processes.ts';
import { startCluster } from './start.ts';
import { baseFolder } from './sweep.ts';

interface Shared {
  readonly keeper: number;
  readonly state: ClusterState;
}

const startTimeoutMs = 120_000;
const endTimeoutMs = 10_000;

export function setup(): void {
  process.env['PLUMBLINE_TEST_RUN'] = String(process.pid);
}

export async function teardown(): Promise<void> {
  const shared = await readShared();
  if (shared === undefined) return;
  const { keeper } = shared;
  if (isAlive(keeper)) process.kill(keeper, 'SIGTERM');
  const deadline = Date.now() + endTimeoutMs;
  while (isAlive(keeper) && Date.now() < deadline) await delay(50);
  // The next start sweeps up its servers.
  killNow(keeper);
  await rm(runFolder(), { recursive: true, force: true });
}

let mine: Promise<TestCluster> | undefined;

/** The run's cluster, loaded with the `small` fixtures. Its stop() only closes this process's connections. */
export function sharedCluster(): Promise<TestCluster> {
  mine ??= withLock(join(runFolder(), 'lock'), async () => {
    const shared = (await readShared()) ?? (await startKeeper());
    return connectCluster(shared.state);
  });
  return mine;
}

function runOwner(): number {
  return Number(process.env['PLUMBLINE_TEST_RUN'] ?? process.pid);
}

const runFolder = (): string => join(baseFolder, `run-${String(runOwner())}`);

async function readShared(): Promise<Shared | undefined> {
  const text = await readFile(join(runFolder(), 'shared.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const shared = JSON.parse(text) as Shared;
  return isAlive(shared.keeper) ? shared : undefined;
}

async function startKeeper(): Promise<Shared> {
  await mkdir(runFolder(), { recursive: true });
  const logFile = join(runFolder(), 'keeper.log');
  const log = openSync(logFile, 'w');
  const args = [import.meta.filename, String(runOwner())];
  const keeper = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  keeper.unref();
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && keeper.exitCode === null) {
    const shared = await readShared();
    if (shared !== undefined) return shared;
    await delay(100);
  }
  killNow(keeper.pid ?? 0);
  throw new Error(`The shared test cluster did not start:\n${await readFile(logFile, 'utf8')}`);
}

/** The keeper's whole life. */
async function keep(owner: number): Promise<void> {
  process.env['PLUMBLINE_TEST_RUN'] = String(owner);
  const cluster = await startCluster();
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await cluster.stop();
    await rm(runFolder(), { recursive: true, force: true });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  await loadFixtures(cluster, 'small');
  await publish(cluster);
  while (isAlive(owner)) await delay(500);
  await end();
}

async function publish(cluster: TestCluster): Promise<void> {
  const { version, dir, url, authority, certificates, tokens, kubectlPath } = cluster;
  const shared: Shared = { keeper: process.pid, state: { version, dir, url, authority, certificates, tokens, kubectlPath } };
  const file = join(runFolder(), 'shared.json');
  await writeFile(`${file}.part`, JSON.stringify(shared), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

if (import.meta.main) await keep(Number(process.argv[2]));
