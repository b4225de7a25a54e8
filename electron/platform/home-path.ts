import { isAbsolute, join, resolve } from 'node:path';

export interface HomeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homedir: string;
}

/** The XDG specification: a relative path is invalid and ignored. */
const absolute = (path: string | undefined): string | undefined => (path !== undefined && isAbsolute(path) ? path : undefined);

const ownHome = (env: HomeOptions['env']): string | undefined => {
  const set = env['PLUMBLINE_HOME'];
  return set === undefined || set === '' ? undefined : resolve(set);
};

const windowsFolder = ({ env, homedir: user }: HomeOptions): string =>
  join(env['LOCALAPPDATA'] ?? join(user, 'AppData', 'Local'), 'Plumbline');

/** Where all of our data lies: PLUMBLINE_HOME, else the platform's own folder for an application's local data. */
export const homePath = (options: HomeOptions): string => {
  const { env, platform, homedir: user } = options;
  const own = ownHome(env);
  if (own !== undefined) return own;
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Plumbline');
  if (platform === 'win32') return windowsFolder(options);
  return join(absolute(env['XDG_DATA_HOME']) ?? join(user, '.local', 'share'), 'plumbline');
};

/** Where lies what may be thrown away at any time. */
export const cachePath = (options: HomeOptions): string => {
  const { env, platform, homedir: user } = options;
  const own = ownHome(env);
  if (own !== undefined) return join(own, 'cache');
  if (platform === 'darwin') return join(user, 'Library', 'Caches', 'Plumbline');
  if (platform === 'win32') return join(windowsFolder(options), 'cache');
  return join(absolute(env['XDG_CACHE_HOME']) ?? join(user, '.cache'), 'plumbline');
};
