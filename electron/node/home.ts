import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { messageOf } from '#node/system-error';

export interface HomeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homedir: string;
}

/** Where all of our data lies: PLUMBLINE_HOME, else the platform's own folder for an application's local data. */
export const homePath = ({ env, platform, homedir: user }: HomeOptions): string => {
  const set = env['PLUMBLINE_HOME'];
  if (set !== undefined && set !== '') return resolve(set);
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Plumbline');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(user, 'AppData', 'Local'), 'Plumbline');
  const data = env['XDG_DATA_HOME'];
  // The XDG specification: a relative path is invalid and ignored.
  return join(data !== undefined && isAbsolute(data) ? data : join(user, '.local', 'share'), 'plumbline');
};

/** Makes a folder that only its owner can enter; one that is there already keeps its mode. */
export const makePrivateFolder = (path: string): Result<string> => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return ok(path);
  } catch (error) {
    return fail(
      problem('library', { what: `The data folder ${path} cannot be made.`, why: messageOf(error), at: { file: path } }),
    );
  }
};

/** The data folder, there and private. */
export const openHome = (env: HomeOptions['env']): Result<string> =>
  makePrivateFolder(homePath({ env, platform: process.platform, homedir: homedir() }));
