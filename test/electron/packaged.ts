import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { builderConfig, type FuseProfile, linuxExecutable } from '#build/electron-builder';
import { writeLegal } from '#build/legal';
import { electronVersionOf } from '#build/electron-binary';
import { root } from '#build/paths';

/** Where a real Electron is; undefined with the reason, where there is none. */
export const electronDist = (): { readonly path: string } | { readonly why: string } => {
  const path = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  return existsSync(join(path, 'version'))
    ? { path }
    : { why: 'no Electron: set ELECTRON_OVERRIDE_DIST_PATH to an unpacked one, or let `npm start` fetch it' };
};

export interface Packaged {
  readonly executable: string;
  /** Electron's own, which `executable` starts. */
  readonly binary: string;
  readonly folder: string;
  /** A Node 24 that an ordinary user can run. */
  readonly node: string;
  remove(): void;
}

export interface Replacements {
  /** A file that stands for the core, and a folder that stands for the page: for the release's own start. */
  readonly core?: string;
  readonly page?: string;
}

/** Packages the built app (dist/ is there) into a folder that any user can read. */
export const packageApp = async (profile: FuseProfile, { core, page }: Replacements = {}): Promise<Packaged> => {
  const dist = electronDist();
  if ('why' in dist) throw new Error(dist.why);
  writeLegal();
  const out = mkdtempSync(join(tmpdir(), 'plumbline-app-'));
  const config = builderConfig(profile, { dist: dist.path, version: electronVersionOf(dist.path) });
  const files =
    page === undefined
      ? config.files
      : [...[config.files ?? []].flat().filter(file => file !== 'dist/renderer/**'), { from: page, to: 'dist/renderer' }];
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    config: { ...config, ...(files === undefined ? {} : { files }), directories: { ...config.directories, output: out } },
    publish: 'never',
  });
  const folder = join(out, 'linux-unpacked');
  if (core !== undefined) {
    const target = join(folder, 'resources', 'core');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    cpSync(core, join(target, 'core-process.cjs'));
  }
  const node = join(out, 'node');
  cpSync(process.execPath, node);
  chmodSync(node, 0o755);
  execFileSync('chmod', ['-R', 'a+rX', out]);
  return {
    executable: join(folder, 'plumbline'),
    binary: join(folder, linuxExecutable),
    folder,
    node,
    remove: () => rmSync(out, { recursive: true, force: true }),
  };
};
