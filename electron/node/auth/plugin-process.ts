import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

export interface PluginCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The plugin gets our standard input: only where a person sits at it. */
  readonly interactive: boolean;
  readonly timeoutMs: number;
  /** Bytes of standard output; 4 MiB where absent. */
  readonly maxStdout?: number;
  /** Each line of standard error as it comes, bounded. */
  readonly onStderr: (line: string) => void;
}

export type PluginEnd =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'output-too-large' }
  | { readonly kind: 'not-started'; readonly reason: string };

const maxStdout = 4 * 1024 * 1024;
const maxLine = 2_000;
const maxLines = 200;

/** Runs a plugin without a shell, in its own process group, which is ended as a whole on timeout or abort. */
export function runPlugin(command: PluginCommand, signal: AbortSignal): Promise<PluginEnd> {
  return new Promise(resolve => {
    const child = spawn(command.file, command.args, {
      env: command.env,
      stdio: [command.interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
    });
    let forced: PluginEnd | null = null;
    const end = (why: PluginEnd): void => {
      forced ??= why;
      killGroup(child);
    };
    const timer = setTimeout(() => end({ kind: 'timeout' }), command.timeoutMs);
    const onAbort = (): void => end({ kind: 'aborted' });
    signal.addEventListener('abort', onAbort, { once: true });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > (command.maxStdout ?? maxStdout)) end({ kind: 'output-too-large' });
      else chunks.push(chunk);
    });
    const lines = new Lines(command.onStderr);
    child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk));
    const settle = (result: PluginEnd): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      lines.end();
      resolve(forced ?? result);
    };
    child.once('error', error => settle({ kind: 'not-started', reason: error.message }));
    // A grandchild may hold the pipes open after the plugin has ended: do not wait for it for long.
    child.once('exit', (code, by) => {
      const result: PluginEnd = code === 0 ? { kind: 'done', stdout: '' } : { kind: 'exit', code, signal: by };
      const finish = (): void =>
        settle(result.kind === 'done' ? { kind: 'done', stdout: Buffer.concat(chunks).toString('utf8') } : result);
      const late = setTimeout(finish, 500);
      child.once('close', () => {
        clearTimeout(late);
        finish();
      });
    });
    if (signal.aborted) onAbort();
  });
}

function killGroup(child: ChildProcess): void {
  const pid = child.pid;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' }).once('error', () =>
      child.kill(),
    );
    return;
  }
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), 1_000).unref();
}

function signalGroup(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself.
  }
}

class Lines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #emit: (line: string) => void;
  #pending = '';
  #count = 0;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    const parts = (this.#pending + this.#decoder.write(chunk)).split(/\r\n|\n|\r/);
    this.#pending = (parts.pop() ?? '').slice(0, maxLine);
    for (const line of parts) this.#line(line);
  }

  end(): void {
    if (this.#pending !== '') this.#line(this.#pending);
    this.#pending = '';
  }

  #line(line: string): void {
    this.#count += 1;
    if (this.#count <= maxLines) this.#emit(line.slice(0, maxLine));
    else if (this.#count === maxLines + 1) this.#emit('… further lines are left out');
  }
}

/** The program that a command means: absolute paths as they are, bare names on the captured PATH. The error lists where it was looked for. */
export async function findProgram(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly file: string } | { readonly searched: readonly string[] }> {
  if (isAbsolute(command)) return (await isProgram(command)) ? { file: command } : { searched: [command] };
  // A relative path is absolute by now unless it came in pasted text; the current folder is never searched.
  if (/[/\\]/.test(command)) return { searched: [] };
  const folders = pathFolders(env);
  const suffixes = process.platform === 'win32' ? ['', '.exe', '.com'] : [''];
  for (const folder of folders) {
    for (const suffix of suffixes) {
      const file = join(folder, command + suffix);
      if (await isProgram(file)) return { file };
    }
  }
  return { searched: folders };
}

function pathFolders(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const key = process.platform === 'win32' ? (Object.keys(env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH') : 'PATH';
  return (env[key] ?? '').split(delimiter).filter(folder => isAbsolute(folder));
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
