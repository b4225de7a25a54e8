import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { setFuses } from './fuses.ts';
import { root } from './paths.ts';

export type FuseProfile = 'release' | 'test';

/** Electron's own executable on Linux: `plumbline` is the script before it, which explains where no sandbox can be had. */
export const linuxExecutable = 'plumbline-app';

const executableOf = ({ appOutDir, electronPlatformName, packager }: AfterPackContext): string =>
  ({
    linux: join(appOutDir, 'plumbline'),
    win32: join(appOutDir, `${packager.appInfo.productFilename}.exe`),
    darwin: join(appOutDir, `${packager.appInfo.productFilename}.app`),
  })[electronPlatformName] ?? appOutDir;

/** Chromium ends before any of our code runs where it finds no sandbox: so what explains it comes first. */
const putScriptBefore = async (folder: string): Promise<void> => {
  await rename(join(folder, 'plumbline'), join(folder, linuxExecutable));
  await copyFile(join(root, 'build/resources/start-linux.sh'), join(folder, 'plumbline'));
  await chmod(join(folder, 'plumbline'), 0o755);
};

const afterPack =
  (profile: FuseProfile) =>
  async (context: AfterPackContext): Promise<void> => {
    // A hand-laid Electron brings its default app along: ours alone may be started.
    await rm(join(context.appOutDir, 'resources', 'default_app.asar'), { force: true });
    await setFuses(executableOf(context), profile);
    if (context.electronPlatformName === 'linux') await putScriptBefore(context.appOutDir);
  };

/** Only the directory form is built here; every other target wants downloads and is made where those can be had. */
export const builderConfig = (
  profile: FuseProfile,
  electron: { readonly dist: string | undefined; readonly version: string },
): Configuration => ({
  appId: 'dev.plumbline.app',
  productName: 'Plumbline',
  executableName: 'plumbline',
  copyright: 'Copyright 2026 The Plumbline Authors',
  directories: { output: profile === 'release' ? 'release' : 'release/test', buildResources: 'build/resources' },
  electronVersion: electron.version,
  ...(electron.dist === undefined ? {} : { electronDist: electron.dist }),
  npmRebuild: false,
  afterPack: afterPack(profile),
  asar: true,
  // The bundles hold all their code: no node_modules travel.
  files: [
    'package.json',
    'dist/electron/preload.cjs',
    profile === 'release' ? 'dist/electron/main.cjs' : 'dist/electron/main-test.cjs',
    'dist/renderer/**',
    '!node_modules/**',
    '!**/*.map',
  ],
  extraMetadata: {
    main: profile === 'release' ? 'dist/electron/main.cjs' : 'dist/electron/main-test.cjs',
    dependencies: {},
    optionalDependencies: {},
    devDependencies: {},
    imports: {},
  },
  extraResources: [
    { from: 'dist/node', to: 'core', filter: ['core-process.cjs', '*.mjs', '!cli.mjs', 'demo/**'] },
    { from: 'dist/legal', to: 'legal' },
  ],
  // Links to a snapshot's finding, and nothing else (deep-link.ts).
  protocols: [{ name: 'Plumbline finding', schemes: ['plumbline'] }],
  linux: {
    target: ['deb', 'rpm', 'AppImage'],
    category: 'Development',
    maintainer: 'The Plumbline Authors',
    synopsis: 'Posture explorer for Kubernetes',
    icon: 'icons',
  },
  deb: { appArmorProfile: 'build/resources/apparmor-profile' },
  rpm: { appArmorProfile: 'build/resources/apparmor-profile' },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    icon: 'icon.icns',
  },
  win: { target: ['nsis'], icon: 'icon.ico' },
  nsis: { perMachine: false, oneClick: true },
});
