import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One process from just before its start to its exit. */
export interface Measured {
  readonly ms: number;
  /** Peak resident memory (`VmHWM`), bytes. */
  readonly peakBytes: number;
  /** Processor time of all its threads: what is left of a measurement on a busy machine. */
  readonly cpuMs: number;
  readonly stdout: string;
}

type Usage = Pick<Measured, 'peakBytes' | 'cpuMs'>;

const hook = join(import.meta.dirname, 'usage-hook.mjs');
const timeoutMs = 300_000;

/**
 * Runs Node on a script and measures it. Memory and processor time are read by the process itself at its exit: from outside it is gone, and
 * `getrusage` of a child counts what its parent held at the fork. Throws when the process fails.
 */
export async function measured(script: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const usageFile = join(dir, 'usage.json');
  try {
    const started = performance.now();
    const outcome = await runNode(['--import', hook, ...script], { ...process.env, ...env, PLUMBLINE_BENCH_USAGE: usageFile });
    const ms = performance.now() - started;
    if (outcome.code !== 0)
      throw new Error(`${script.join(' ')} ended with ${String(outcome.code)}:\n${outcome.stderr}${outcome.stdout}`);
    return { ms, ...(JSON.parse(await readFile(usageFile, 'utf8')) as Usage), stdout: outcome.stdout };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const runNode = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...said }));
  });
