import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';

export interface CaptureOptions {
  readonly shell?: string | undefined;
  readonly home?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  /** Milliseconds; 10 s where absent. */
  readonly timeout?: number | undefined;
}

let captured: Promise<Result<Record<string, string>, Problem>> | null = null;

/**
 * The environment as a terminal would have it: an app started from a menu or dock lacks the PATH on which exec plugins
 * lie. The login shell runs once, on the first call, and prints its variables between random marks, so that what a
 * profile prints is not mistaken for them. Errors: `not-available`, after which `processEnvironment` is the next best.
 */
export function captureEnvironment(): Promise<Result<Record<string, string>, Problem>> {
  captured ??= captureFrom({});
  return captured;
}

export async function captureFrom(options: CaptureOptions): Promise<Result<Record<string, string>, Problem>> {
  const env = options.env ?? process.env;
  const home = options.home ?? homedir();
  if ((options.platform ?? process.platform) === 'win32') return ok(defined(env));
  const shell = options.shell ?? loginShell(env);
  const mark = randomUUID();
  const output = await runShell(shell, mark, env, options.timeout ?? 10_000);
  if (!output.ok) return fail(notCaptured(shell, output.error));
  const variables = between(output.value, mark);
  if (variables === null) return fail(notCaptured(shell, 'it did not print its variables; its profile may end it early'));
  for (const name of Object.keys(quietly)) delete variables[name];
  return ok({ ...variables, PATH: withFallbackFolders(variables['PATH'] ?? '', home) });
}

/** This process's own environment, with the folders in which plugins usually lie added to PATH. */
export function processEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
  home = homedir(),
): Record<string, string> {
  if (process.platform === 'win32') return defined(env);
  return { ...defined(env), PATH: withFallbackFolders(env['PATH'] ?? '', home) };
}

const defined = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The shell that this user logs in with. */
export function loginShell(env: Readonly<Record<string, string | undefined>>): string {
  const own = env['SHELL'] ?? '/bin/sh';
  try {
    const shell = userInfo().shell ?? own;
    // An account that nobody logs in with still runs what its starter chose.
    return /\/(?:nologin|false)$/.test(shell) ? own : shell;
  } catch {
    return own;
  }
}

/** What keeps profiles from asking, updating or starting a terminal multiplexer. */
const quietly: Readonly<Record<string, string>> = {
  DISABLE_AUTO_UPDATE: 'true',
  ZSH_TMUX_AUTOSTART: 'false',
  ZSH_TMUX_AUTOSTARTED: 'true',
  PLUMBLINE_CAPTURES_ENVIRONMENT: '1',
};

function shellArguments(shell: string, mark: string): readonly string[] {
  const script = `echo ${mark}; /usr/bin/env -0; echo ${mark}`;
  const name = basename(shell);
  // csh takes -l only alone, and reads its file anyway; zsh's PATH usually stands in .zshrc, which only -i reads.
  if (name.endsWith('csh')) return ['-c', script];
  if (/^(?:pwsh|powershell)/.test(name)) return ['-Login', '-Command', script];
  return name === 'zsh' ? ['-l', '-i', '-c', script] : ['-l', '-c', script];
}

const maxOutput = 4 * 1024 * 1024;

function runShell(
  shell: string,
  mark: string,
  env: Readonly<Record<string, string | undefined>>,
  timeout: number,
): Promise<Result<string, string>> {
  return new Promise(resolve => {
    const child = spawn(shell, shellArguments(shell, mark), {
      env: { ...env, ...quietly },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
      shell: false,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Result<string, string>): void => {
      clearTimeout(timer);
      endGroup(child.pid);
      child.stdout.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => settle(fail(`it had not answered after ${timeout / 1000} seconds`)), timeout);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxOutput) chunks.push(chunk);
      // The second mark is all we wait for: a profile may leave something running.
      const text = Buffer.concat(chunks).toString('utf8');
      if (text.lastIndexOf(mark) > text.indexOf(mark)) settle(ok(text));
      else if (size > maxOutput) settle(fail('it printed more than 4 MiB'));
    });
    child.once('error', error => settle(fail(`it could not be started (${error.message})`)));
    child.once('close', code =>
      settle(
        code === 0
          ? ok(Buffer.concat(chunks).toString('utf8'))
          : fail(`it ended with ${code === null ? 'a signal' : `code ${code}`}`),
      ),
    );
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function between(output: string, mark: string): Record<string, string> | null {
  const start = output.indexOf(mark);
  const end = output.lastIndexOf(mark);
  if (start < 0 || end <= start) return null;
  const variables: Record<string, string> = {};
  for (const line of output
    .slice(start + mark.length, end)
    .replace(/^\r?\n/, '')
    .split('\0')) {
    const equals = line.indexOf('=');
    if (equals > 0) variables[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return Object.keys(variables).length === 0 ? null : variables;
}

const fallbackFolders = (home: string): readonly string[] => [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/snap/bin',
  '/usr/bin',
  '/bin',
  join(home, '.local', 'bin'),
  join(home, 'bin'),
  join(home, '.krew', 'bin'),
  join(home, 'google-cloud-sdk', 'bin'),
  join(home, '.asdf', 'shims'),
  join(home, '.rd', 'bin'),
  join(home, '.docker', 'bin'),
];

function withFallbackFolders(path: string, home: string): string {
  const folders = path.split(delimiter).filter(folder => folder !== '');
  const more = fallbackFolders(home).filter(folder => !folders.includes(folder) && existsSync(folder));
  return [...folders, ...more].join(delimiter);
}

const notCaptured = (shell: string, reason: string): Problem =>
  problem('not-available', {
    what: `The environment of the login shell ${shell} could not be captured: ${reason}.`,
    why: 'Exec plugins are looked for on the PATH of a terminal, which an app started from a menu does not have.',
    todo: 'Correct the shell’s profile and capture it again in Settings under Environment, or start Plumbline from a terminal.',
  });
