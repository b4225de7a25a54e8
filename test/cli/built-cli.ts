/** The built command line as users run it: a process of its own, with a home and an environment of its own. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { run, type CommandOutcome } from '#test/cluster/command';
import { withLock } from '#test/cluster/lock';
import { baseFolder } from '#test/cluster/sweep';

const root = join(import.meta.dirname, '../..');

export interface CliRun {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Beside PATH, HOME and PLUMBLINE_HOME, which are the only ones by themselves. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface BuiltCli {
  /** Temporary; PLUMBLINE_HOME is `home` in it. */
  readonly folder: string;
  readonly home: string;
  /** A path in the folder. */
  readonly path: (name: string) => string;
  readonly run: (args: readonly string[], options?: CliRun) => Promise<CommandOutcome>;
  readonly start: (args: readonly string[], env?: CliRun['env']) => ChildProcessByStdio<null, Readable, Readable>;
  /** The file that `run` runs, for tests that measure it. */
  readonly file: string;
  readonly close: () => Promise<void>;
}

/** Builds what is stale and copies it, since a build by another process empties the folder while it works. */
export async function buildCli(): Promise<BuiltCli> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-'));
  const copy = join(folder, 'dist');
  await withLock(join(baseFolder, 'build.lock'), () => copyBuilt(copy));
  const home = join(folder, 'home');
  const file = join(copy, 'node', 'cli.mjs');
  const environment = (more: CliRun['env'] = {}) => ({
    PATH: process.env['PATH'],
    HOME: folder,
    PLUMBLINE_HOME: home,
    NODE_NO_WARNINGS: '1',
    ...more,
  });
  return {
    folder,
    home,
    file,
    path: name => join(folder, name),
    run: (args, { stdin, cwd = folder, timeoutMs = 120_000, env } = {}) =>
      run(process.execPath, [file, ...args], {
        cwd,
        timeoutMs,
        env: environment(env),
        ...(stdin === undefined ? {} : { stdin }),
      }),
    start: (args, env) =>
      spawn(process.execPath, [file, ...args], { cwd: folder, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const attempts = 20;

const somePod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx}]}\n';

async function copyBuilt(copy: string): Promise<void> {
  let words = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const built = await run(process.execPath, [join(root, 'build/launch.mjs'), 'cli', '--version'], { timeoutMs: 200_000 });
    await rm(copy, { recursive: true, force: true });
    await mkdir(copy, { recursive: true });
    try {
      await cp(join(root, 'dist/node'), join(copy, 'node'), { recursive: true });
      const file = join(copy, 'node', 'cli.mjs');
      const tried = await run(process.execPath, [file, 'scan', '--manifests', '-', '--quiet'], { stdin: somePod });
      if (built.code === 0 && tried.code === 0) return;
      words = `${built.stderr}\n${tried.stderr}`;
    } catch (error) {
      words = String(error);
    }
    await delay(1_000);
  }
  throw new Error(`The command line could not be built:\n${words}`);
}
