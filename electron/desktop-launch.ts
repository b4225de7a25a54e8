import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { sandboxFacts, sandboxHindrance } from './platform/sandbox.ts';

export interface DesktopRequest {
  readonly file: string | undefined;
  readonly demo: boolean;
}

const executables: Readonly<Record<string, string>> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Electron's executable of this checkout; an installed app is started by its own executable, not through here. */
const electronPath = (root: string): string | undefined => {
  const file = executables[process.platform];
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const path =
    file === undefined
      ? undefined
      : join(override === undefined || override === '' ? join(root, 'node_modules/electron/dist') : override, file);
  return path !== undefined && existsSync(path) ? path : undefined;
};

const noDesktop = (why: string): Problem =>
  problem('not-available', {
    what: 'The desktop app cannot be opened here.',
    why,
    todo: 'Use `plumbline serve`, which shows the same interface in a browser.',
  });

/** Opens the desktop app and waits until it is closed. */
export const startDesktop = ({ file, demo }: DesktopRequest, signal: AbortSignal): Promise<Result<number, Problem>> => {
  const root = join(import.meta.dirname, '..', '..');
  const path = electronPath(root);
  const hindrance = sandboxHindrance(sandboxFacts(path === undefined ? root : dirname(path)));
  if (hindrance !== undefined) return Promise.resolve(fail(noDesktop(hindrance)));
  if (path === undefined) return Promise.resolve(fail(noDesktop('Electron is not there: `npm start` fetches it.')));
  return new Promise(resolve => {
    const child = spawn(path, [root, ...(demo ? ['--demo'] : file === undefined ? [] : [file])], { stdio: 'inherit', signal });
    child.on('error', error => resolve(signal.aborted ? ok(130) : fail(noDesktop(error.message))));
    child.on('exit', code => resolve(ok(code ?? 1)));
  });
};
