/**
 * The real programs that tests run: kube-apiserver, kube-controller-manager, etcd and kubectl.
 *
 * Looked for in `KUBEBUILDER_ASSETS`, in the cache (~/.cache/plumbline-test/<version>), and etcd also on PATH. What is
 * missing comes, into the cache and without any system package, from the first that works: the official download
 * with its checksum, Debian's etcd package unpacked, a Go build through the module proxy (once, about 8 minutes on 2
 * cores). Several processes may ask at once.
 *
 * From a terminal: `node test/cluster/binaries.ts [version]` does the same and says what happened.
 */
import { access, constants, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { unpackDebianEtcd } from './debian.ts';
import { download } from './download.ts';
import { goBuild } from './goBuild.ts';
import { withLock } from './lock.ts';
import { current, kubernetesVersion, type KubernetesVersion } from './versions.ts';

export const binaryNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
export type BinaryName = (typeof binaryNames)[number];

/** Absolute paths. */
export type Binaries = Readonly<Record<BinaryName, string>>;

export type BinariesResult =
  | { readonly found: true; readonly version: KubernetesVersion; readonly paths: Binaries }
  | { readonly found: false; readonly command: string; readonly reasons: readonly string[] };

const results = new Map<string, Promise<BinariesResult>>();

/** Finds or makes all four. The first call on a new machine can take minutes and says so on stderr. */
export function findBinaries(version: KubernetesVersion = current): Promise<BinariesResult> {
  const known = results.get(version.kubernetes) ?? find(version);
  results.set(version.kubernetes, known);
  return known;
}

async function find(version: KubernetesVersion): Promise<BinariesResult> {
  const present = await locateAll(version);
  if (present.found) return present;
  const cache = cacheFolder(version);
  return withLock(`${cache}.lock`, async () => {
    const earlier = await failureOfThisRun(cache);
    if (earlier !== undefined) return { found: false, command: nextCommand(earlier), reasons: earlier };
    const reasons = await makeMissing(version);
    if (reasons.length > 0) await rememberFailure(cache, reasons);
    const made = await locateAll(version);
    return made.found ? made : { ...made, reasons, command: nextCommand(reasons) };
  });
}

async function makeMissing(version: KubernetesVersion): Promise<readonly string[]> {
  const cache = cacheFolder(version);
  await mkdir(cache, { recursive: true });
  const reasons: string[] = [];
  for (const name of binaryNames) {
    if ((await locate(name, version)) !== undefined) continue;
    reasons.push(...(await make(name, version, join(cache, name))));
  }
  return reasons;
}

/** Reasons why the binary could not be made; none when it was. */
async function make(name: BinaryName, version: KubernetesVersion, target: string): Promise<readonly string[]> {
  const ways = [
    () => downloadUnlessRefused(name, version, target),
    ...(name === 'etcd' ? [() => unpackDebianEtcd(target)] : []),
    () => goBuild(name, version, join(cacheFolder(version), 'build'), target),
  ];
  const reasons: string[] = [];
  for (const way of ways) {
    const failure = await way();
    if (failure === undefined) return [];
    reasons.push(`${name}: ${failure}`);
  }
  return reasons;
}

let refused: string | undefined;

/** Where one official download is refused, the next would only wait for its time-out as well. */
async function downloadUnlessRefused(name: BinaryName, version: KubernetesVersion, target: string): Promise<string | undefined> {
  if (refused !== undefined) return refused;
  refused = await download(name, version, target);
  return refused;
}

async function locateAll(version: KubernetesVersion): Promise<BinariesResult> {
  const entries = await Promise.all(binaryNames.map(async name => [name, await locate(name, version)] as const));
  const path = (name: BinaryName): string => entries.find(([entry]) => entry === name)?.[1] ?? '';
  const missing = entries.flatMap(([name, at]) => (at === undefined ? [`${name}: not found`] : []));
  if (missing.length > 0) return { found: false, command: nextCommand(missing), reasons: missing };
  const paths = {
    etcd: path('etcd'),
    'kube-apiserver': path('kube-apiserver'),
    'kube-controller-manager': path('kube-controller-manager'),
    kubectl: path('kubectl'),
  };
  return { found: true, version, paths };
}

async function locate(name: BinaryName, version: KubernetesVersion): Promise<string | undefined> {
  const assets = version.kubernetes === current.kubernetes ? process.env['KUBEBUILDER_ASSETS'] : undefined;
  // PATH only for etcd: another kube-apiserver or kubectl would be of any version.
  const onPath = name === 'etcd' ? (process.env['PATH'] ?? '').split(delimiter) : [];
  const shared = name === 'etcd' ? [cacheFolder(current)] : [];
  for (const folder of [assets, cacheFolder(version), ...shared, ...onPath]) {
    if (folder === undefined || folder === '') continue;
    const file = join(folder, name);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

export function cacheFolder(version: KubernetesVersion): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'plumbline-test', version.kubernetes);
}

function nextCommand(reasons: readonly string[]): string {
  if (!reasons.some(reason => reason.includes('no `go` on PATH')))
    return `${relative('', process.execPath)} test/cluster/binaries.ts`;
  return platform() === 'darwin' ? 'brew install go' : 'sudo snap install go --classic';
}

// Every test file asks: one failed build in a run is enough.
const runId = process.env['PLUMBLINE_TEST_RUN'] ?? String(process.ppid);

async function failureOfThisRun(cache: string): Promise<readonly string[] | undefined> {
  const text = await readFile(`${cache}.failed`, 'utf8').catch(() => '');
  const [run, ...reasons] = text.split('\n');
  return run === runId ? reasons : undefined;
}

async function rememberFailure(cache: string, reasons: readonly string[]): Promise<void> {
  await writeFile(`${cache}.failed`, [runId, ...reasons].join('\n'));
}

async function main(tag: string): Promise<void> {
  const result = await findBinaries(kubernetesVersion(tag));
  if (result.found) console.log(Object.values(result.paths).join('\n'));
  else console.error([...result.reasons, `Next: ${result.command}`].join('\n'));
  process.exitCode = result.found ? 0 : 1;
}

if (import.meta.main) await main(process.argv[2] ?? current.kubernetes);
