import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';

export type FuseProfile = 'release' | 'test';

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
  // A hand-laid Electron brings its default app along: ours alone may be started.
  afterPack: context => rm(join(context.appOutDir, 'resources', 'default_app.asar'), { force: true }),
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
  extraResources: [{ from: 'dist/node', to: 'core', filter: ['core-process.cjs', '*.mjs', '!cli.mjs', 'demo/**'] }],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: profile === 'test',
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    // Newer than the Electron that runs the tests here.
    ...(Number(electron.version.split('.')[0]) >= 29 ? { grantFileProtocolExtraPrivileges: false } : {}),
  },
  linux: { target: ['deb', 'rpm', 'AppImage'], category: 'Development', maintainer: 'The Plumbline Authors' },
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  win: { target: ['nsis'] },
});
