import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import type { ObjectKey } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { isReadOnly } from '#contract/settings';
import type { ContextRef, Snapshot } from '#contract/snapshot';
import { defaultConfig } from '#contract/config';
import { compareSnapshots, type Comparison } from '#core/compare/compare-snapshots';
import { captureCluster } from '#core/engine/capture-cluster';
import { createPatcher } from '#core/engine/patch-findings';
import { pipelineForRules } from '#core/engine/what-rules-see';
import { evaluate } from '#core/evaluate/evaluator';
import type { SourceOf } from '#core/evaluate/options';
import { Cancelled } from '#core/evaluate/run-rule';
import { enabledRules } from '#core/evaluate/selection';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { bundleSource } from '#core/evidence/bundle';
import { manifestSnapshot } from '#core/manifests/manifest-snapshot';
import { parseManifests } from '#core/manifests/parse-manifests';
import type { Log, Ports } from '#core/ports';
import { createPipeline } from '#core/redact/pipeline';
import { exportPatches } from '#core/remediate/export';
import { serverDryRun } from '#core/remediate/dry-run';
import { withCheck } from '#contract/patch';
import { typeOfKind } from '#kube/builtin-resources';
import { verifyBundle, writeBundle } from '#node/bundle/bundle-file';
import { createFingerprints, openFingerprints } from '#node/fingerprints';
import { openHome } from '#node/home';
import { demoFile, demoNames } from '#node/demo/demo-files';
import { type Library, openLibrary } from '#node/library/library';
import { readManifestPaths } from '#node/manifests/read';
import { noSettings } from '#core/settings/stored-settings';
import { nodePorts } from '#node/ports';
import { type SettingsOnDisk, settingsReader } from '#node/settings/settings-file';
import { toolVersion } from '#node/version';
import type {
  CliCore,
  CliCoreOptions,
  CliLibrary,
  ConnectOptions,
  Evaluated,
  EvaluateRequest,
  Loaded,
} from '#electron/cli/cli-core';
import { choose, type Chosen, filesOf, ruleBook } from './catalogue.ts';
import { type LoadedSide, withEvaluations } from './comparing.ts';
import { type ConnectSetting, connectTo, loadKubeconfigs, transportOptions } from './connecting.ts';
import { loadFile } from './load-file.ts';
import { keepNurserySteady } from './nursery.ts';
import { manifestNotes } from './manifest-notes.ts';
import { planCapture } from './plan-capture.ts';
import { printedRole } from './printed-role.ts';

type Sources = ReadonlyMap<ObjectKey, SourceOf>;

interface Bench {
  readonly options: CliCoreOptions;
  readonly setting: ConnectSetting;
  readonly ports: Ports;
  /** The data folder; a problem where none can be made, which only the library needs. */
  readonly home: Result<string, Problem>;
  /** Where the objects of a manifest snapshot stand in files, behind the interface. */
  readonly sources: WeakMap<Snapshot, Sources>;
}

const noFile: SettingsOnDisk = { stored: noSettings, problem: null, keep: null };

const silent: Log = { write: () => undefined };

/** The library's key; without a data folder one for this run alone, since a scan in CI keeps nothing. */
const portsFor = (home: Result<string, Problem>): Ports => {
  const opened = home.ok ? openFingerprints(home.value) : home;
  return nodePorts(silent, opened.ok ? opened.value : createFingerprints(randomBytes(32)));
};

const pssText = ({ pss }: EvaluateRequest): string | undefined =>
  pss === undefined ? undefined : `${pss.level}${pss.version === undefined ? '' : `@${pss.version}`}`;

const chosenFor = (bench: Bench, snapshot: Snapshot, request: EvaluateRequest): Chosen =>
  choose({ config: request.config, only: request.only, pss: pssText(request) }, filesOf(snapshot, bench.sources.get(snapshot)));

const nearest = (name: string, known: readonly string[]): string => {
  const near = known.filter(candidate => candidate.includes(name) || name.includes(candidate)).slice(0, 5);
  const shown = near.length > 0 ? near : known.slice(0, 5);
  return shown.length === 0
    ? 'The kubeconfig has no contexts.'
    : `The kubeconfig has ${shown.join(', ')}${known.length > shown.length ? ' and others' : ''}.`;
};

const selectContext = async (bench: Bench, name: string | undefined): Promise<Result<ContextRef, Problem>> => {
  const sources = await loadKubeconfigs(bench.setting);
  if (sources.problem !== null) return fail(sources.problem);
  if (name === undefined) {
    const current = sources.resolve(undefined);
    return current.ok ? ok({ source: current.value.source.id, name: current.value.name }) : current;
  }
  const found = sources.contexts.find(context => context.name === name);
  if (found === undefined)
    return fail(
      problem('context-unknown', {
        what: `There is no context ${name}.`,
        why: nearest(
          name,
          sources.contexts.map(context => context.name),
        ),
      }),
    );
  const resolved = sources.resolve({ name, source: found.source });
  return resolved.ok ? ok({ source: resolved.value.source.id, name: resolved.value.name }) : resolved;
};

const doctor = async (
  bench: Bench,
  name: string | undefined,
  connect: ConnectOptions,
  onStep: Parameters<CliCore['doctor']>[2],
  signal: AbortSignal,
): ReturnType<CliCore['doctor']> => {
  const sources = await loadKubeconfigs(bench.setting);
  const context = sources.contexts.find(entry => (name === undefined ? entry.current : entry.name === name));
  if (context === undefined && name !== undefined)
    return fail(
      problem('context-unknown', {
        what: `There is no context ${name}.`,
        why: nearest(
          name,
          sources.contexts.map(entry => entry.name),
        ),
      }),
    );
  const options = transportOptions(
    bench.setting,
    connect,
    context === undefined ? null : { source: context.source, name: context.name },
  );
  if (!options.ok) return options;
  const { runDoctor } = await import('#node/doctor/doctor');
  const resolved =
    sources.problem !== null && context === undefined
      ? fail(sources.problem)
      : sources.resolve(context === undefined ? undefined : { name: context.name, source: context.source });
  return ok(await runDoctor({ name: context?.name ?? '(none)', resolved }, options.value, onStep, signal));
};

const capture = async (bench: Bench, call: Parameters<CliCore['capture']>[0]): Promise<Result<Evaluated, Problem>> => {
  const connected = await connectTo(bench.setting, call.context, call.connect);
  if (!connected.ok) return connected;
  const { kube, context } = connected.value;
  if (kube.insecureTls)
    bench.options.onNote(`TLS is not verified for ${kube.server}: the kubeconfig says insecure-skip-tls-verify.`);
  const { rules, options } = choose({ config: call.evaluate.config, only: call.evaluate.only, pss: pssText(call.evaluate) });
  const { fingerprints } = bench.ports;
  keepNurserySteady();
  try {
    const captured = await captureCluster(
      {
        captureId: 'cli',
        kube,
        context: call.context,
        contextNamespace: context.namespace,
        options: {
          ...call.capture,
          excludeResources: [...(call.capture.excludeResources ?? []), ...call.evaluate.config.exclude.resources],
        },
        rules,
        evaluate: options,
        toolVersion,
        onProgress: call.onProgress,
      },
      bench.ports,
      call.keep === 'everything' ? createPipeline(fingerprints) : pipelineForRules(fingerprints, enabledRules(rules, options)),
      call.signal,
    );
    if (!captured.ok) return captured;
    if (call.signal.aborted)
      return fail(problem('cancelled', { what: 'The capture was cancelled.', why: 'It was asked to stop.' }));
    const { snapshot, evaluation, durations } = captured.value;
    return ok({ loaded: { snapshot, collectMs: durations.collect, notes: [] }, evaluation, durations });
  } finally {
    await kube.close();
  }
};

const roleFor = async (
  bench: Bench,
  ...[context, options, connect, signal]: Parameters<CliCore['roleFor']>
): ReturnType<CliCore['roleFor']> => {
  const connected = await connectTo(bench.setting, context, connect);
  if (!connected.ok) return connected;
  try {
    return await printedRole(connected.value.kube, options, bench.ports, signal);
  } finally {
    await connected.value.kube.close();
  }
};

const loadSnapshotFile = async (bench: Bench, path: string, signal: AbortSignal): Promise<Result<Loaded, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const loaded = await loadFile(path, path, toolVersion, bench.ports, signal);
  if (!loaded.ok) return loaded;
  return ok({
    snapshot: loaded.value.snapshot,
    collectMs: bench.ports.clock.elapsed() - began,
    notes: loaded.value.notes,
    title: path,
    stored: loaded.value.evaluation,
  });
};

const loadManifests = async (
  bench: Bench,
  paths: readonly string[],
  { namespace, stdin, signal }: Parameters<CliCore['loadManifests']>[1],
): Promise<Result<Loaded, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const read = await readManifestPaths(paths, { stdin, signal, env: bench.options.env });
  if (!read.ok) return read;
  const parsed = parseManifests(read.value.files, { namespace });
  const [first] = parsed.problems;
  if (parsed.objects.length === 0 && first !== undefined) return fail(first);
  const made = manifestSnapshot(
    { ...parsed, coverage: [...read.value.coverage, ...parsed.coverage] },
    { name: paths.join(', '), readAt: bench.ports.clock.iso(bench.ports.clock.now()), toolVersion },
    bench.ports.fingerprints,
  );
  bench.sources.set(made.snapshot, made.sources);
  return ok({
    snapshot: made.snapshot,
    collectMs: bench.ports.clock.elapsed() - began,
    notes: [...read.value.notes, ...manifestNotes(parsed)],
  });
};

const loadDemoPair = async (bench: Bench, signal: AbortSignal): Promise<Result<readonly [Loaded, Loaded], Problem>> => {
  const [first, later] = demoNames;
  const before = await loadSnapshotFile(bench, demoFile(first), signal);
  if (!before.ok) return before;
  const after = await loadSnapshotFile(bench, demoFile(later), signal);
  return after.ok
    ? ok([
        { ...before.value, title: 'Demo cluster' },
        { ...after.value, title: 'Demo cluster, three days later' },
      ])
    : after;
};

const compareLoaded = async (
  bench: Bench,
  before: Loaded,
  after: Loaded,
  signal: AbortSignal,
): Promise<Result<Comparison, Problem>> => {
  const sideOf = ({ snapshot, title = snapshot.meta.name, stored = null }: Loaded, id: string): LoadedSide => ({
    id,
    title,
    snapshot,
    stored,
  });
  try {
    const input = await withEvaluations(sideOf(before, 'before'), sideOf(after, 'after'), bench.ports, signal, true);
    return ok(await compareSnapshots(input, bench.ports, signal));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return fail(problem('cancelled', { what: 'The comparison was cancelled.', why: 'It was asked to stop.' }));
  }
};

const evaluateLoaded = async (
  bench: Bench,
  loaded: Loaded,
  request: EvaluateRequest,
  signal: AbortSignal,
): Promise<Result<Evaluated, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const { rules, options } = chosenFor(bench, loaded.snapshot, request);
  const evaluation = await evaluate(createSnapshotIndex(loaded.snapshot), rules, options, bench.ports, signal);
  if (signal.aborted) return fail(problem('cancelled', { what: 'The evaluation was cancelled.', why: 'It was asked to stop.' }));
  return ok({ loaded, evaluation, durations: { collect: loaded.collectMs, evaluate: bench.ports.clock.elapsed() - began } });
};

const makePatches = async (
  bench: Bench,
  { loaded, evaluation }: Evaluated,
  findings: Parameters<CliCore['makePatches']>[1],
  signal: AbortSignal,
): ReturnType<CliCore['makePatches']> => {
  // Patches are proved against the whole catalogue: a new finding of a rule that was filtered away is a new finding.
  const { rules, options } = chosenFor(bench, loaded.snapshot, { config: defaultConfig, only: {}, pss: undefined });
  const whole = await evaluate(createSnapshotIndex(loaded.snapshot), rules, options, bench.ports, signal);
  const patcher = createPatcher(
    {
      snapshot: loaded.snapshot,
      evaluation: { ...whole, findings: [...whole.findings, ...evaluation.findings] },
      rules,
      options,
    },
    bench.ports,
    signal,
  );
  const made = await patcher.patches(findings);
  return signal.aborted
    ? fail(problem('cancelled', { what: 'Making patches was cancelled.', why: 'It was asked to stop.' }))
    : ok(made);
};

/** Why a dry-run would be refused, before anything is asked of the cluster. */
const dryRunRefusal = async (bench: Bench, name: string | undefined): Promise<Problem | undefined> => {
  const context = await selectContext(bench, name);
  if (!context.ok || !isReadOnly(bench.setting.settings().settings, context.value)) return undefined;
  return problem('read-only', {
    what: `The dry-run against ${context.value.name} was refused.`,
    why: 'A dry-run is a write request to the server, and the settings say read-only for this cluster.',
  });
};

const dryRun = async (
  bench: Bench,
  ...[patches, context, choice, onCheck, signal]: Parameters<CliCore['dryRun']>
): ReturnType<CliCore['dryRun']> => {
  const connected = await connectTo(bench.setting, context, choice);
  if (!connected.ok) return connected;
  try {
    const checked = [];
    for (const patch of patches) {
      const check = await serverDryRun(
        patch,
        { type: typeOfKind(patch.target.apiVersion, patch.target.kind), as: choice.as ?? null },
        connected.value.kube,
        bench.ports,
        signal,
      );
      if (signal.aborted) return fail(problem('cancelled', { what: 'The dry-run was cancelled.', why: 'It was asked to stop.' }));
      onCheck(patch, check);
      checked.push(withCheck(patch, check));
    }
    return ok(checked);
  } finally {
    await connected.value.kube.close();
  }
};

const createLibrary = (bench: Bench): CliLibrary => {
  const opened = (): Result<Library, Problem> => (bench.home.ok ? openLibrary(bench.home.value, bench.ports) : bench.home);
  const using = async <T>(
    work: (library: Library) => Promise<Result<T, Problem>> | Result<T, Problem>,
  ): Promise<Result<T, Problem>> => {
    const library = opened();
    if (!library.ok) return library;
    try {
      return await work(library.value);
    } finally {
      library.value.close();
    }
  };
  return {
    list: () => using(library => library.list()),
    importFile: (path, { title }, signal) =>
      using(async library => {
        const loaded = await loadFile(path, path, toolVersion, bench.ports, signal);
        if (!loaded.ok) return loaded;
        const { rules, options } = chosenFor(bench, loaded.value.snapshot, { config: defaultConfig, only: {}, pss: undefined });
        const evaluation =
          loaded.value.evaluation ??
          (await evaluate(createSnapshotIndex(loaded.value.snapshot), rules, options, bench.ports, signal));
        return library.addSnapshot(loaded.value.snapshot, evaluation, title ?? loaded.value.snapshot.meta.name);
      }),
    load: id =>
      using(library => {
        const began = bench.ports.clock.elapsed();
        const stored = library.open(id);
        if (!stored.ok) return stored;
        const { title } = stored.value.summary();
        const snapshot = stored.value.load();
        const collectMs = bench.ports.clock.elapsed() - began;
        return ok({ snapshot, collectMs, notes: [], title, stored: stored.value.evaluation() });
      }),
    exportBundle: (id, path, signal) =>
      using(async library => {
        const stored = library.open(id);
        return stored.ok
          ? writeBundle(path, stored.value.source(), stored.value.evaluation(), { pause: bench.ports.pause, signal })
          : stored;
      }),
    remove: id =>
      using(library => {
        const removed = library.remove(id);
        return removed.ok ? ok(undefined) : removed;
      }),
  };
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
