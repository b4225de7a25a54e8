import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const platformFile: Readonly<Record<string, string>> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Electron's executable: an overridden folder, else its own download; undefined where it cannot be had. */
export const electronBinary = (): { readonly path: string } | { readonly why: string } => {
  const file = platformFile[process.platform];
  if (file === undefined) return { why: `Electron has no build for ${process.platform}` };
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const path = join(override, file);
    return existsSync(path) ? { path } : { why: `ELECTRON_OVERRIDE_DIST_PATH has no ${file}` };
  }
  const folder = join(root, 'node_modules', 'electron');
  const path = join(folder, 'dist', file);
  if (existsSync(path)) return { path };
  // The package fetches its binary on first use, checked against its own checksums.
  const fetched = spawnSync(process.execPath, [join(folder, 'install.js')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
  });
  return fetched.status === 0 && existsSync(path) ? { path } : { why: 'its download could not be had' };
};

export const electronVersionOf = (distFolder: string): string =>
  readFileSync(join(distFolder, 'version'), 'utf8').trim().replace(/^v/u, '');
