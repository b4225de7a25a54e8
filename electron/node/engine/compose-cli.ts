import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { bundleSource } from '#core/evidence/bundle';
import type { Log, Ports } from '#core/ports';
import { exportPatches } from '#core/remediate/export';
import { verifyBundle, writeBundle } from '#node/bundle/bundle-file';
import { createFingerprints, openFingerprints } from '#node/fingerprints';
import { openHome } from '#node/home';
import { demoFile } from '#node/demo/demo-files';
import { noSettings } from '#core/settings/stored-settings';
import { nodePorts } from '#node/ports';
import { type SettingsOnDisk, settingsReader } from '#node/settings/settings-file';
import { toolVersion } from '#node/version';
import type { CliCore, CliCoreOptions } from '#electron/cli/cli-core';
import { ruleBook } from './catalogue.ts';
import { loadKubeconfigs } from './connecting.ts';
import { planCapture } from './plan-capture.ts';
import type { Bench } from './cli-parts/bench.ts';
import { selectContext, doctor } from './cli-parts/contexts.ts';
import { capture, roleFor } from './cli-parts/capture.ts';
import { loadSnapshotFile, loadManifests, loadDemoPair } from './cli-parts/load.ts';
import { evaluateLoaded, compareLoaded } from './cli-parts/evaluate.ts';
import { makePatches, dryRunRefusal, dryRun } from './cli-parts/patch.ts';
import { createLibrary } from './cli-parts/library.ts';

const noFile: SettingsOnDisk = { stored: noSettings, problem: null, keep: null };

const silent: Log = { write: () => undefined };

/** The library's key; without a data folder one for this run alone, since a scan in CI keeps nothing. */
const portsFor = (home: Result<string, Problem>): Ports => {
  const opened = home.ok ? openFingerprints(home.value) : home;
  return nodePorts(silent, opened.ok ? opened.value : createFingerprints(randomBytes(32)));
};

/** The command line's core: the engine's functions in this very thread, since it has no page to keep alive. */
export const composeCli = async (options: CliCoreOptions): Promise<CliCore> => {
  const home = openHome(options.env);
  const settings = home.ok ? settingsReader(home.value) : () => noFile;
  const wrong = settings().problem;
  if (wrong !== null) options.onNote(`${wrong.what} ${wrong.why}`);
  const bench: Bench = {
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
  return {
    toolVersion,
    rules: { version: ruleBook.version, list: [...ruleBook.cards] },
    contexts: async () => {
      const { sources, contexts, problem: found } = await loadKubeconfigs(bench.setting);
      return found === null ? ok({ sources, contexts }) : fail(found);
    },
    selectContext: name => selectContext(bench, name),
    doctor: (context, connect, onStep, signal) => doctor(bench, context, connect, onStep, signal),
    plan: async captureOptions => {
      const plan = planCapture.plan(captureOptions);
      return { requests: plan.requests, budget: plan.budget, role: plan.role };
    },
    roleFor: (...call) => roleFor(bench, ...call),
    capture: call => capture(bench, call),
    loadSnapshotFile: (path, signal) => loadSnapshotFile(bench, path, signal),
    loadManifests: (paths, manifestOptions) => loadManifests(bench, paths, manifestOptions),
    loadDemo: signal => loadSnapshotFile(bench, demoFile('demo-three-days-later.tar.gz'), signal),
    loadDemoPair: signal => loadDemoPair(bench, signal),
    compare: (before, after, signal) => compareLoaded(bench, before, after, signal),
    evaluate: (loaded, request, signal) => evaluateLoaded(bench, loaded, request, signal),
    makePatches: (evaluated, findings, signal) => makePatches(bench, evaluated, findings, signal),
    dryRunRefusal: context => dryRunRefusal(bench, context),
    dryRun: (...call) => dryRun(bench, ...call),
    patchFiles: ({ loaded, evaluation }, set) =>
      exportPatches(set.patches, {
        tool: { version: toolVersion, rulesVersion: evaluation.rulesVersion },
        snapshot: {
          name: loaded.snapshot.meta.name,
          capturedAt: loaded.snapshot.meta.capturedAt,
          clusterId: loaded.snapshot.meta.clusterId,
        },
        left: [...set.left],
      }),
    writeBundle: (path, { loaded, evaluation }, signal) =>
      writeBundle(path, bundleSource(loaded.snapshot), evaluation, { pause: bench.ports.pause, signal }),
    verifyBundle: async (path, { expect }, signal) => verifyBundle(path, expect, { pause: bench.ports.pause, signal }),
    library: createLibrary(bench),
    close: async () => undefined,
  };
};
