import { spawn } from 'node:child_process';

export interface CommandOutcome {
  /** null when it could not be started, was killed, or ran out of time. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly timeoutMs?: number;
  /** Shows stderr as it comes, for builds that take minutes. */
  readonly loud?: boolean;
}

/** Runs a program without a shell and waits for its end. Never throws: what went wrong is in the outcome. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandOutcome> {
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: 'pipe',
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      if (options.loud === true) process.stderr.write(chunk);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    const finish = (code: number | null, failure = ''): void =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() + failure });
    child.on('error', error => finish(null, error.message));
    child.on('close', code => finish(code));
  });
}
