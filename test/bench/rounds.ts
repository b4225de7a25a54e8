import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCluster } from '#test/cluster/cluster';
import { measured, type Measured } from './measured.ts';
import { listRequestsOf } from './requests.ts';
import { spreadOf, type Spread } from './spread.ts';

/** What the interleaved rounds on one cluster came to. */
export interface Rounds {
  readonly objects: number;
  /** Requests and megabytes of the bare loop in one round. */
  readonly pages: number;
  readonly megabytes: number;
  readonly getsMs: Spread;
  readonly scanMs: Spread;
  readonly getsPeakMb: Spread;
  readonly scanPeakMb: Spread;
  /** Of each round: the scan by the loop that ran just before it. */
  readonly ratio: Spread;
  /** As the program itself tells: until the last page, and what evaluating took after it. */
  readonly collectMs: Spread;
  readonly evaluateMs: Spread;
  readonly findings: number;
}

export interface RoundsInput {
  readonly cluster: TestCluster;
  /** The built command line. */
  readonly cli: string;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

interface Told {
  readonly summary: { readonly objects: number; readonly durationMs: { readonly collect: number; readonly evaluate: number } };
  readonly findings: readonly unknown[];
}

const warmUps = 2;

/** The bare loop and the scan in turns, after both have warmed the server. */
export async function interleavedRounds({ cluster, cli, rounds, say }: RoundsInput): Promise<Rounds> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-rounds-'));
  try {
    const kubeconfig = await cluster.writeKubeconfig('admin');
    const output = join(dir, 'scan.json');
    const scan = (): Promise<Measured> => scanOnce(cli, kubeconfig, output, dir);
    await scan();
    const plan = join(dir, 'plan.json');
    await writeFile(plan, JSON.stringify(await planOf(cluster)));
    const gets = (): Promise<Measured> => measured([join(import.meta.dirname, 'serial-gets.mjs'), plan]);
    for (let warm = 0; warm < warmUps; warm += 1) {
      await gets();
      await scan();
    }
    const pairs: { readonly gets: Measured; readonly scan: Measured; readonly told: Told }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const pair = { gets: await gets(), scan: await scan(), told: JSON.parse(await readFile(output, 'utf8')) as Told };
      say(
        `round ${String(round)}: GETs ${pair.gets.ms.toFixed(0)} ms, scan ${pair.scan.ms.toFixed(0)} ms (${(pair.scan.ms / pair.gets.ms).toFixed(2)} ×), peak ${megabytes(pair.scan.peakBytes).toFixed(0)} MB`,
      );
      pairs.push(pair);
    }
    const last = pairs.at(-1);
    if (last === undefined) throw new Error('No rounds were asked for.');
    const loop = JSON.parse(last.gets.stdout) as { readonly bytes: number; readonly pages: number };
    return {
      objects: last.told.summary.objects,
      pages: loop.pages,
      megabytes: megabytes(loop.bytes),
      getsMs: spreadOf(pairs.map(pair => pair.gets.ms)),
      scanMs: spreadOf(pairs.map(pair => pair.scan.ms)),
      getsPeakMb: spreadOf(pairs.map(pair => megabytes(pair.gets.peakBytes))),
      scanPeakMb: spreadOf(pairs.map(pair => megabytes(pair.scan.peakBytes))),
      ratio: spreadOf(pairs.map(pair => pair.scan.ms / pair.gets.ms)),
      collectMs: spreadOf(pairs.map(pair => pair.told.summary.durationMs.collect)),
      evaluateMs: spreadOf(pairs.map(pair => pair.told.summary.durationMs.evaluate)),
      findings: last.told.findings.length,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const megabytes = (bytes: number): number => bytes / 1024 / 1024;

const scanOnce = (cli: string, kubeconfig: string, output: string, home: string): Promise<Measured> =>
  measured([cli, 'scan', '--kubeconfig', kubeconfig, '--format', 'json', '--output', output, '--quiet'], {
    PLUMBLINE_HOME: join(home, 'home'),
  });

const planOf = async (cluster: TestCluster) => {
  const { cert, key } = cluster.certificates.admin;
  return { url: cluster.url, ca: cluster.caPem, cert, key, requests: await listRequestsOf(cluster) };
};
