import { flipFuses, type FuseConfig, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import type { FuseProfile } from './electron-builder.ts';

type FuseName = keyof typeof FuseV1Options;

/** Every fuse that Electron has, each with our setting (desktop.md, section 3); inspection is the test profile's alone. */
export const fusesOf = (profile: FuseProfile): Readonly<Record<FuseName, boolean>> => ({
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: profile === 'test',
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
});

const names = (profile: FuseProfile): readonly FuseName[] => Object.keys(fusesOf(profile)) as FuseName[];

/** Fuses as an executable has them; one that its Electron is too old for is absent. */
export const readFuses = async (executable: string): Promise<Readonly<Partial<Record<FuseName, boolean>>>> => {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    names('release')
      .filter(name => wire[FuseV1Options[name]] !== undefined)
      .map(name => [name, wire[FuseV1Options[name]] === FuseState.ENABLE]),
  );
};

/** Sets all fuses that this Electron has. One that we do not know fails the build (`strictlyRequireAllFuses`). */
export const setFuses = async (executable: string, profile: FuseProfile): Promise<void> => {
  const there = await readFuses(executable);
  const wanted = Object.entries(fusesOf(profile)).filter(([name]) => Object.hasOwn(there, name));
  const config = {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: process.platform === 'darwin' && process.arch === 'arm64',
    ...Object.fromEntries(wanted.map(([name, value]) => [FuseV1Options[name as FuseName], value])),
  } as FuseConfig;
  await flipFuses(executable, config);
};

/** Where a build differs from its profile, in words; empty where it does not. */
export const fuseFaults = async (executable: string, profile: FuseProfile): Promise<readonly string[]> => {
  const wanted = fusesOf(profile);
  return Object.entries(await readFuses(executable))
    .filter(([name, value]) => wanted[name as FuseName] !== value)
    .map(([name, value]) => `${name} is ${value ? 'on' : 'off'}`);
};
