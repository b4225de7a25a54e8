import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  /** True once it has ended, by itself or by stop(). */
  readonly ended: () => boolean;
  readonly stop: () => Promise<void>;
  /** The end of its log, for error messages. */
  readonly logTail: () => string;
}

const running = new Set<ServerProcess>();

process.on('exit', () => {
  for (const server of running) killNow(server.pid);
});

export function startProcess(name: string, program: string, args: readonly string[], logFile: string): ServerProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = child.pid === undefined;
  const end = new Promise<void>(resolve => {
    const finish = (): void => {
      ended = true;
      running.delete(server);
      resolve();
    };
    child.once('error', finish);
    child.once('exit', finish);
  });
  const server: ServerProcess = {
    name,
    pid: child.pid ?? 0,
    ended: () => ended,
    stop: async () => {
      child.ref();
      if (!ended) killNow(server.pid);
      await end;
    },
    logTail: () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n'),
  };
  // A forgotten stop() must not keep a test run from ending; the exit handler above kills what is left.
  child.unref();
  running.add(server);
  return server;
}

/** SIGKILL: nothing that a test server holds is worth a graceful end, and etcd takes seconds for one. */
export function killNow(pid: number): void {
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** Asks until `ready` answers true. Gives up with what the server logged when it ends or time runs out. */
export async function waitFor(
  what: string,
  ready: () => Promise<boolean>,
  servers: readonly ServerProcess[],
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await ready().catch(() => false))) {
    const dead = servers.find(server => server.ended());
    if (dead !== undefined) throw new Error(`${dead.name} ended before ${what}:\n${dead.logTail()}`);
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${String(timeoutMs)} ms\n${servers.map(server => server.logTail()).join('\n')}`);
    }
    await delay(40);
  }
}
