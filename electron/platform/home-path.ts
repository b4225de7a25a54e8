import { isAbsolute, join, resolve } from 'node:path';

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
