/** Official release files, taken only with their published SHA-256. */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, join } from 'node:path';
import type { BinaryName } from './binaries.ts';
import { run } from './command.ts';
import { etcdVersion, type KubernetesVersion } from './versions.ts';

const connectTimeoutMs = 4_000;
const bodyTimeoutMs = 300_000;

/** Puts the binary at `target`. Returns why not, or undefined when it is there. */
export async function download(name: BinaryName, version: KubernetesVersion, target: string): Promise<string | undefined> {
  try {
    await (name === 'etcd' ? downloadEtcd(target) : downloadKubernetes(name, version, target));
    return undefined;
  } catch (error) {
    return `official download: ${reason(error)}`;
  }
}

async function downloadKubernetes(name: BinaryName, version: KubernetesVersion, target: string): Promise<void> {
  const url = `https://dl.k8s.io/${version.kubernetes}/bin/${system()}/${cpu()}/${name}`;
  const published = (await get(`${url}.sha256`, connectTimeoutMs)).toString().trim();
  await place(verified(await get(url, bodyTimeoutMs), published), target);
}

async function downloadEtcd(target: string): Promise<void> {
  const release = `https://github.com/etcd-io/etcd/releases/download/${etcdVersion}`;
  const folder = `etcd-${etcdVersion}-${system()}-${cpu()}`;
  const archive = system() === 'linux' ? `${folder}.tar.gz` : `${folder}.zip`;
  const sums = (await get(`${release}/SHA256SUMS`, connectTimeoutMs)).toString();
  const published =
    sums
      .split('\n')
      .find(line => line.endsWith(`  ${archive}`))
      ?.split(' ')[0] ?? '';
  const body = verified(await get(`${release}/${archive}`, bodyTimeoutMs), published);
  const scratch = await mkdtemp(`${target}-`);
  try {
    await writeFile(join(scratch, archive), body);
    const tar = await run('tar', ['-xf', archive, '--strip-components=1', `${folder}/etcd`], { cwd: scratch });
    if (tar.code !== 0) throw new Error(tar.stderr.trim());
    await rename(join(scratch, 'etcd'), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function get(url: string, timeoutMs: number): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${basename(url)}: HTTP ${String(response.status)}`);
  return Buffer.from(await response.arrayBuffer());
}

function verified(body: Buffer, published: string): Buffer {
  const actual = createHash('sha256').update(body).digest('hex');
  if (actual !== published) throw new Error(`checksum ${actual} is not the published ${published || '(none)'}`);
  return body;
}

async function place(body: Buffer, target: string): Promise<void> {
  const partial = `${target}.${String(process.pid)}`;
  await writeFile(partial, body);
  await chmod(partial, 0o755);
  await rename(partial, target);
}

const system = (): string => (platform() === 'win32' ? 'windows' : platform());
const cpu = (): string => (arch() === 'x64' ? 'amd64' : arch());

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
