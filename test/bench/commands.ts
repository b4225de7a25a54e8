import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCluster } from '#test/cluster/cluster';
import { generateCluster } from './generate.ts';
import { measured, type Measured } from './measured.ts';
import { spreadOf, type Spread } from './spread.ts';

/** One command of the command line, several times: from the start of its process to its exit. */
export interface CommandFigures {
  readonly title: string;
  readonly ms: Spread;
  readonly peakMb: Spread;
}

export interface CommandsInput {
  readonly cluster: TestCluster;
  readonly cli: string;
  readonly rounds: number;
  readonly objects: number;
  readonly say: (line: string) => void;
}

/** What else works on a whole cluster: making, checking, reading and keeping a bundle, and a folder of manifests. */
export async function otherCommands({ cluster, cli, rounds, objects, say }: CommandsInput): Promise<readonly CommandFigures[]> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-commands-'));
  try {
    const kubeconfig = await cluster.writeKubeconfig('admin');
    const bundle = join(dir, 'bundle.tar.gz');
    const manifests = await writeManifests(join(dir, 'manifests'), objects);
    const result = ['--format', 'json', '--output', join(dir, 'result.json'), '--quiet'];
    const commands: readonly (readonly [title: string, args: readonly string[]])[] = [
      ['contexts (start-up alone)', ['contexts', '--kubeconfig', kubeconfig]],
      ['snapshot: capture and write the bundle', ['snapshot', '--kubeconfig', kubeconfig, '--output', bundle, '--quiet']],
      ['verify the bundle', ['verify', bundle]],
      ['scan --snapshot: read the bundle and evaluate', ['scan', '--snapshot', bundle, ...result]],
      ['library import of the bundle', ['library', 'import', bundle]],
      ['scan --manifests of the same objects in files', ['scan', '--manifests', manifests, ...result]],
    ];
    const figures: CommandFigures[] = [];
    for (const [title, args] of commands) {
      const runs: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await rm(join(dir, 'home'), { recursive: true, force: true });
        if (args[0] === 'snapshot') await rm(bundle, { force: true });
        runs.push(await measured([cli, ...args], { PLUMBLINE_HOME: join(dir, 'home') }));
      }
      const peakMb = spreadOf(runs.map(run => run.peakBytes / 1024 / 1024));
      const figure = { title, ms: spreadOf(runs.map(run => run.ms)), peakMb };
      say(`${title}: ${figure.ms.median.toFixed(0)} ms, ${figure.peakMb.median.toFixed(0)} MB`);
      figures.push(figure);
    }
    return figures;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** One file a namespace, several documents each, as charts render them: JSON is YAML. Without what a server would add. */
async function writeManifests(folder: string, objects: number): Promise<string> {
  await mkdir(folder);
  const files = new Map<string, string[]>();
  for (const object of generateCluster({ objects })) {
    const { managedFields: _fields, uid: _uid, resourceVersion: _version, ...metadata } = object.metadata;
    const { status: _status, ...rest } = object;
    const file = metadata.namespace ?? 'cluster';
    files.set(file, [...(files.get(file) ?? []), JSON.stringify({ ...rest, metadata }, null, 2)]);
  }
  for (const [name, documents] of files) await writeFile(join(folder, `${name}.yaml`), `${documents.join('\n---\n')}\n`);
  return folder;
}
