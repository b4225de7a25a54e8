import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { Log, Ports } from '#core/ports';
import { noSettings } from '#core/settings/stored-settings';
import { createFingerprints, openFingerprints } from '#node/fingerprints';
import { openHome } from '#node/home';
import { nodePorts } from '#node/ports';
import { type SettingsOnDisk, settingsReader } from '#node/settings/settings-file';
import { toolVersion } from '#node/version';
import type { CliCore, CliCoreOptions, CliLibrary } from '#electron/cli/cli-core';
import type { Bench } from './cli-parts/bench.ts';

const noFile: SettingsOnDisk = { stored: noSettings, problem: null, keep: null };

const silent: Log = { write: () => undefined };

/** The library's key; without a data folder one for this run alone, since a scan in CI keeps nothing. */
const portsFor = (home: Result<string, Problem>): Ports => {
  const opened = home.ok ? openFingerprints(home.value) : home;
  return nodePorts(silent, opened.ok ? opened.value : createFingerprints(randomBytes(32)));
};

const benchOf = (options: CliCoreOptions): Bench => {
  const home = openHome(options.env);
  const settings = home.ok ? settingsReader(home.value) : () => noFile;
  const wrong = settings().problem;
  if (wrong !== null) options.onNote(`${wrong.what} ${wrong.why}`);
  return {
    options,
    home,
    ports: portsFor(home),
    sources: new WeakMap(),
    setting: {
      env: options.env,
      kubeconfig: options.kubeconfig,
      home: homedir(),
      added: [],
      onPluginStderr: options.onPluginStderr,
      interactive: process.stdin.isTTY,
      settings: () => settings().stored,
    },
  };
};

/** What a command does not ask for is not loaded: start-up is a good part of a short run. */
const parts = {
  contexts: () => import('./cli-parts/contexts.ts'),
  capture: () => import('./cli-parts/capture.ts'),
  load: () => import('./cli-parts/load.ts'),
  evaluate: () => import('./cli-parts/evaluate.ts'),
  access: () => import('./cli-parts/access.ts'),
  patch: () => import('./cli-parts/patch.ts'),
  bundle: () => import('./cli-parts/bundle.ts'),
  library: () => import('./cli-parts/library.ts'),
  told: () => import('./cli-parts/told.ts'),
};

const createLibrary = (bench: Bench): CliLibrary => {
  const opened = async (): Promise<CliLibrary> => (await parts.library()).createLibrary(bench);
  return {
    list: async () => (await opened()).list(),
    importFile: async (...call) => (await opened()).importFile(...call),
    load: async (...call) => (await opened()).load(...call),
    exportBundle: async (...call) => (await opened()).exportBundle(...call),
    remove: async (...call) => (await opened()).remove(...call),
  };
};

/** The command line's core: the engine's functions in this very thread, since it has no page to keep alive. */
export const composeCli = async (options: CliCoreOptions): Promise<CliCore> => {
  const bench = benchOf(options);
  return {
    toolVersion,
    rules: async () => (await parts.told()).rulesTold(),
    contexts: async () => (await parts.contexts()).listContexts(bench),
    selectContext: async name => (await parts.contexts()).selectContext(bench, name),
    doctor: async (...call) => (await parts.contexts()).doctor(bench, ...call),
    plan: async captureOptions => (await parts.told()).planTold(captureOptions),
    roleFor: async (...call) => (await parts.told()).roleFor(bench, ...call),
    capture: async call => (await parts.capture()).capture(bench, call),
    loadSnapshotFile: async (path, signal) => (await parts.load()).loadSnapshotFile(bench, path, signal),
    loadManifests: async (paths, manifestOptions) => (await parts.load()).loadManifests(bench, paths, manifestOptions),
    loadDemo: async signal => (await parts.load()).loadDemo(bench, signal),
    loadDemoPair: async signal => (await parts.load()).loadDemoPair(bench, signal),
    compare: async (before, after, signal) => (await parts.evaluate()).compareLoaded(bench, before, after, signal),
    evaluate: async (loaded, request, signal) => (await parts.evaluate()).evaluateLoaded(bench, loaded, request, signal),
    access: async loaded => (await parts.access()).accessOf(bench, loaded),
    makePatches: async (...call) => (await parts.patch()).makePatches(bench, ...call),
    dryRunRefusal: async context => (await parts.patch()).dryRunRefusal(bench, context),
    dryRun: async (...call) => (await parts.patch()).dryRun(bench, ...call),
    patchFiles: async (...call) => (await parts.patch()).patchFiles(...call),
    writeBundle: async (...call) => (await parts.bundle()).writeEvaluated(bench, ...call),
    verifyBundle: async (...call) => (await parts.bundle()).verify(bench, ...call),
    library: createLibrary(bench),
    close: async () => undefined,
  };
};
