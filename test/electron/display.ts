import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export interface Display {
  readonly name: string;
  close(): void;
}

/** A screen of its own for the desktop tests: Xvfb without a network socket. */
export const startDisplay = async (): Promise<Display> => {
  for (let number = 90 + (process.pid % 400); number < 600; number += 1) {
    if (existsSync(`/tmp/.X11-unix/X${number}`)) continue;
    const child: ChildProcess = spawn('Xvfb', [`:${number}`, '-screen', '0', '1600x1000x24', '-ac', '-nolisten', 'tcp'], {
      stdio: 'ignore',
    });
    child.on('error', () => undefined);
    for (let step = 0; step < 100 && child.exitCode === null; step += 1) {
      if (existsSync(`/tmp/.X11-unix/X${number}`)) return { name: `:${number}`, close: () => child.kill() };
      await wait(50);
    }
  }
  throw new Error('Xvfb did not start: apt-get install -y xvfb');
};
