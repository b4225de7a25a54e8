import { randomUUID } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { homedir } from 'node:os';
import type { CaptureProgress } from '#contract/capture';
import { defaultConfig } from '#contract/config';
import type { CoreEvent } from '#contract/events';
import type { Finding } from '#contract/finding';
import type { MergedPatch, Patch } from '#contract/patch';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotSummary } from '#contract/snapshot';
import { captureCluster } from '#core/engine/capture-cluster';
import { createPatcher, type Patcher } from '#core/engine/patch-findings';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { evaluate } from '#core/evaluate/evaluator';
import { Cancelled } from '#core/evaluate/run-rule';
import type { Log, Ports } from '#core/ports';
import { createPipeline } from '#core/redact/pipeline';
import { redactText } from '#core/redact/text';
import { exportPatches } from '#core/remediate/export';
import { serverDryRun } from '#core/remediate/dry-run';
import { typeOfKind } from '#kube/builtin-resources';
import { verifyBundle, writeBundle } from '#node/bundle/bundle-file';
import { demoFile } from '#node/demo/demo-files';
import { openFingerprints } from '#node/fingerprints';
import type { AskExec } from '#node/auth/exec';
import type { AddedSource } from '#node/kubeconfig/source-files';
import { type Library, openLibrary } from '#node/library/library';
import type { StoredSnapshot } from '#node/library/stored-snapshot';
import { nodePorts } from '#node/ports';
import { settingsReader } from '#node/settings/settings-file';
import { type Access, createAccess } from './access.ts';
import { type Comparer, createComparer } from './comparing.ts';
import { choose, filesOf } from './catalogue.ts';
import { type ConnectChoice, type ConnectSetting, connectTo, loadKubeconfigs, transportOptions } from './connecting.ts';
import { keepDryRun, withDryRuns } from './dry-run-records.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { loadFile, type LoadedFile } from './load-file.ts';
import { exportFindings } from './export-findings.ts';
import { recheckStored } from './recheck.ts';
import { relationsOfStored } from './relations.ts';
import type { OperationName, Operations, WorkerStart } from './protocol.ts';
import { createRunningCaptures, type RunningCaptures } from './running-captures.ts';
import { tarOf } from './tar-files.ts';

export interface OperationContext {
  readonly added: readonly AddedSource[];
  /** As the core's process captured it; undefined where this thread asks for its own. */
  readonly environment: Environment | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CaptureProgress) => void;
}

export interface Outside {
  readonly emit: (event: CoreEvent) => void;
  readonly log: Log;
}

export interface EngineOperations {
  run(name: OperationName, input: Operations[OperationName], context: OperationContext): Promise<Result<unknown, Problem>>;
  answer(question: string, allow: boolean): void;
  pause(captureId: string, paused: boolean): void;
}

/** What every operation works with. */
interface Bench {
  readonly start: WorkerStart;
  readonly outside: Outside;
  readonly ports: Ports;
  readonly library: Library;
  readonly environment: ReturnType<typeof createEnvironment>;
  readonly settings: ReturnType<typeof settingsReader>;
  readonly questions: Map<string, (allow: boolean) => void>;
  readonly captures: RunningCaptures;
  /** The last snapshot that patches were made from: making several of one snapshot loads it once. */
  patching: { readonly id: string; readonly findings: Promise<Patcher> } | undefined;
  comparer: Comparer | undefined;
  access: Access | undefined;
}

type Operation<N extends OperationName> = (
  bench: Bench,
  input: Operations[N],
  context: OperationContext,
) => Promise<Result<unknown, Problem>>;

const standard = { config: defaultConfig, only: {}, pss: undefined } as const;

/** Asks a person before a plugin of an imported file runs; the answer comes by `exec.answer`, or nobody wants it any more. */
const askPerson =
  (bench: Bench, source: string): AskExec =>
  ({ command, env, trust }, signal) =>
    new Promise(resolve => {
      const question = randomUUID();
      const end = (allow: boolean): void => {
        bench.questions.delete(question);
        signal.removeEventListener('abort', withdraw);
        bench.outside.emit({ type: 'exec.withdrawn', question });
        resolve(allow);
      };
      const withdraw = (): void => end(false);
      bench.questions.set(question, end);
      signal.addEventListener('abort', withdraw, { once: true });
      bench.outside.emit({ type: 'exec.question', question, source, command: [...command], env: [...env], trust });
    });

const environmentOf = (bench: Bench, { environment }: OperationContext): Promise<Environment> =>
  environment === undefined ? bench.environment() : Promise.resolve(environment);

const settingOf = async (bench: Bench, context: OperationContext, name: string, source: string): Promise<ConnectSetting> => ({
  env: (await environmentOf(bench, context)).env,
  kubeconfig: bench.start.kubeconfig,
  home: homedir(),
  added: context.added,
  onPluginStderr: line => bench.outside.emit({ type: 'plugin.stderr', context: name, line }),
  onExecQuestion: askPerson(bench, source),
  interactive: false,
  shortIds: true,
  settings: () => bench.settings().stored,
});

const capture: Operation<'capture'> = async (bench, job, context) => {
  const { ports, library, start } = bench;
  const began = ports.clock.elapsed();
  const tell = (phase: CaptureProgress['phase']): void =>
    context.onProgress({
      captureId: job.captureId,
      phase,
      resources: [],
      requests: 0,
      retries: 0,
      throttled: 0,
      bytes: 0,
      objects: 0,
      findings: 0,
      elapsedMs: ports.clock.elapsed() - began,
    });
  tell('connecting');
  const connected = await connectTo(await settingOf(bench, context, job.context.name, job.context.source), job.context, {
    as: job.options.as,
    asGroups: job.options.asGroups ?? [],
    requestTimeout: job.options.requestTimeout,
  });
  if (!connected.ok) return connected;
  const { kube, context: resolved } = connected.value;
  const writer = library.begin(job.title ?? job.context.name);
  if (!writer.ok) {
    await kube.close();
    return writer;
  }
  const { rules, options } = choose(standard);
  let last: CaptureProgress | undefined;
  const running = bench.captures.begin(job.captureId);
  try {
    const captured = await captureCluster(
      {
        captureId: job.captureId,
        kube,
        context: job.context,
        contextNamespace: resolved.namespace,
        options: job.options,
        rules,
        evaluate: options,
        toolVersion: start.toolVersion,
        alsoInto: writer.value,
        pause: running.pause,
        onEvaluating: along => {
          running.along = along;
        },
        onProgress: progress => {
          last = progress;
          context.onProgress(progress);
        },
      },
      ports,
      createPipeline(ports.fingerprints),
      context.signal,
    );
    if (!captured.ok) {
      writer.value.abort();
      return captured;
    }
    const { snapshot, evaluation } = captured.value;
    if (last !== undefined) context.onProgress({ ...last, phase: 'saving' });
    const saved = writer.value.finish({ meta: snapshot.meta, types: snapshot.types, coverage: snapshot.coverage, evaluation });
    if (last !== undefined) context.onProgress({ ...last, phase: snapshot.meta.partial ? 'cancelled' : 'done' });
    return saved;
  } finally {
    bench.captures.end(job.captureId);
    await kube.close();
  }
};

const findingsSoFar: Operation<'captureFindings'> = async (bench, { captureId, limit }) =>
  ok(bench.captures.findings(captureId, limit));

const verify: Operation<'verifyBundle'> = (bench, { path, expect }, { signal }) =>
  verifyBundle(path, expect, { pause: bench.ports.pause, signal });

const doctor: Operation<'doctor'> = async (bench, { context: ref, run }, context) => {
  const setting = await settingOf(bench, context, ref.name, ref.source);
  const sources = await loadKubeconfigs(setting);
  const options = transportOptions(setting, {}, ref);
  if (!options.ok) return options;
  const { runDoctor } = await import('#node/doctor/doctor');
  return ok(
    await runDoctor(
      { name: ref.name, resolved: sources.resolve(ref) },
      { ...options.value, captured: (await environmentOf(bench, context)).captured },
      run === undefined ? undefined : step => bench.outside.emit({ type: 'doctor.step', run, step }),
      context.signal,
    ),
  );
};

/** Puts a loaded file into the library, evaluated by these rules where it brought no findings. */
const keep = async (
  bench: Bench,
  loaded: LoadedFile,
  title: string,
  signal: AbortSignal,
): Promise<Result<SnapshotSummary, Problem>> => {
  const { rules, options } = choose(standard, filesOf(loaded.snapshot));
  const evaluation =
    loaded.evaluation ?? (await evaluate(createSnapshotIndex(loaded.snapshot), rules, options, bench.ports, signal));
  const kept = bench.library.addSnapshot(loaded.snapshot, evaluation, title);
  if (!kept.ok || loaded.identity === undefined) return kept;
  const at = bench.ports.clock.iso(bench.ports.clock.now());
  return bench.library.update(kept.value.id, {
    bundle: { identity: loaded.identity, how: 'imported', signedBy: null, at },
  });
};

const importFile: Operation<'importFile'> = async (bench, { path, name }, { signal }) => {
  const loaded = await loadFile(path, name, bench.start.toolVersion, bench.ports, signal);
  return loaded.ok ? keep(bench, loaded.value, name.replace(/\.(?:tar\.gz|tgz|json|ya?ml)$/u, ''), signal) : loaded;
};

const demo: Operation<'demo'> = async (bench, _, { signal }) => {
  const listed = bench.library.list();
  if (!listed.ok) return listed;
  const known = listed.value.snapshots.find(snapshot => snapshot.meta.origin === 'demo');
  if (known !== undefined) return ok(known);
  const kept: Result<SnapshotSummary, Problem>[] = [];
  for (const [name, title] of [
    ['demo.tar.gz', 'Demo cluster'],
    ['demo-three-days-later.tar.gz', 'Demo cluster, three days later'],
  ] as const) {
    const loaded = await loadFile(demoFile(name), name, bench.start.toolVersion, bench.ports, signal);
    if (!loaded.ok) return loaded;
    const { snapshot } = loaded.value;
    kept.push(
      await keep(
        bench,
        { snapshot: { ...snapshot, meta: { ...snapshot.meta, origin: 'demo' } }, evaluation: null, notes: [] },
        title,
        signal,
      ),
    );
  }
  return kept.at(-1) ?? fail(problem('file-missing', { what: 'The demo is not there.', why: 'This build lacks its files.' }));
};

const exportBundle: Operation<'exportBundle'> = async (bench, { snapshot, path }, { signal }) => {
  const stored = bench.library.open(snapshot);
  return stored.ok
    ? writeBundle(path, stored.value.source(), stored.value.evaluation(), { pause: bench.ports.pause, signal })
    : stored;
};

/** Evaluated by these rules: a patch needs the rule's own view. */
const makePatcher = async (bench: Bench, stored: StoredSnapshot): Promise<Patcher> => {
  const never = new AbortController().signal;
  const snapshot = (await stored.loadInSteps(bench.ports, never)) ?? stored.load();
  const { rules, options } = choose(standard, filesOf(snapshot));
  return createPatcher({ snapshot, evaluation: stored.evaluation(), rules, options }, bench.ports, never);
};

/** A patcher for a stored snapshot; those who ask while it is made wait for the same one. */
const patcherFor = async (bench: Bench, id: string): Promise<Result<Patcher, Problem>> => {
  if (bench.patching?.id === id) return ok(await bench.patching.findings);
  const stored = bench.library.open(id);
  if (!stored.ok) return stored;
  const making = makePatcher(bench, stored.value);
  bench.patching = { id, findings: making };
  try {
    return ok(await making);
  } catch (error) {
    if (bench.patching?.findings === making) bench.patching = undefined;
    throw error;
  }
};

const unknownFinding = (id: string): Problem =>
  problem('finding-unknown', { what: `This snapshot has no finding ${id}.`, why: 'It belongs to another snapshot.' });

/** In the order of the evaluation, whatever order was asked for: so a merge is the same wherever it is made. */
const findingsOf = (bench: Bench, id: string, wanted: readonly string[]): Result<readonly Finding[], Problem> => {
  const stored = bench.library.open(id);
  if (!stored.ok) return stored;
  const ids = new Set(wanted);
  const found = stored.value.findings().filter(finding => ids.has(finding.id));
  const missing = wanted.find(each => !found.some(finding => finding.id === each));
  return missing === undefined ? ok(found) : fail(unknownFinding(missing));
};

const withRecord = (bench: Bench, snapshot: string, patch: Patch): Patch =>
  withDryRuns(bench.library, snapshot, [patch])[0] ?? patch;

const mergedOf = async (bench: Bench, id: string, wanted: readonly string[]): Promise<Result<MergedPatch, Problem>> => {
  const findings = findingsOf(bench, id, wanted);
  if (!findings.ok) return findings;
  const patcher = await patcherFor(bench, id);
  if (!patcher.ok) return patcher;
  const merged = await patcher.value.merged(findings.value);
  return merged.ok ? ok({ ...merged.value, patch: withRecord(bench, id, merged.value.patch) }) : merged;
};

const patchOf = async (bench: Bench, id: string, findingId: string): Promise<Result<Patch, Problem>> => {
  const findings = findingsOf(bench, id, [findingId]);
  if (!findings.ok) return findings;
  const [finding] = findings.value;
  if (finding === undefined) return fail(unknownFinding(findingId));
  const patcher = await patcherFor(bench, id);
  if (!patcher.ok) return patcher;
  const made = await patcher.value.patch(finding);
  return made.ok ? ok(withRecord(bench, id, made.value)) : made;
};

const patch: Operation<'patch'> = (bench, { snapshot, finding }) => patchOf(bench, snapshot, finding);

const merge: Operation<'mergePatches'> = (bench, { snapshot, findings }) => mergedOf(bench, snapshot, findings);

const notLive = (): Problem =>
  problem('not-available', {
    what: 'This snapshot has no cluster to ask.',
    why: 'It was imported: it names no context of this machine.',
    todo: 'Capture the cluster itself, and ask from that snapshot.',
  });

const movedAway = (name: string, then: string, now: string): Problem =>
  problem('not-available', {
    what: `The context ${name} is no longer the cluster of this snapshot.`,
    why: `The snapshot was taken from ${then}; the context points to ${now}.`,
    todo: 'Capture the cluster anew, and ask from that snapshot.',
  });

/** As whom and how patiently the snapshot itself was taken. */
const choiceOf = ({ impersonate, requestTimeout }: SnapshotSummary['meta']): ConnectChoice => ({
  as: impersonate?.user ?? undefined,
  asGroups: impersonate?.groups ?? [],
  requestTimeout,
});

/** The patch of one finding, or of several as one. */
const patchFor = async (bench: Bench, snapshot: string, findings: readonly string[]): Promise<Result<Patch, Problem>> => {
  const [only] = findings;
  if (findings.length === 1 && only !== undefined) return patchOf(bench, snapshot, only);
  const merged = await mergedOf(bench, snapshot, findings);
  return merged.ok ? ok(merged.value.patch) : merged;
};

const dryRun: Operation<'dryRun'> = async (bench, { snapshot, findings }, context) => {
  const made = await patchFor(bench, snapshot, findings);
  if (!made.ok) return made;
  const stored = bench.library.open(snapshot);
  if (!stored.ok) return stored;
  const { meta } = stored.value.summary();
  if (meta.context === null || meta.origin !== 'cluster') return fail(notLive());
  const connected = await connectTo(
    await settingOf(bench, context, meta.context.name, meta.context.source),
    meta.context,
    choiceOf(meta),
  );
  if (!connected.ok) return connected;
  const { kube } = connected.value;
  try {
    // A bundle of another machine names a context that may be another cluster's here.
    if (meta.server !== null && kube.server !== meta.server) return fail(movedAway(meta.context.name, meta.server, kube.server));
    const target = { type: typeOfKind(made.value.target.apiVersion, made.value.target.kind), as: meta.capturedAs };
    const check = await serverDryRun(made.value, target, kube, bench.ports, context.signal);
    if (!context.signal.aborted) keepDryRun(bench.library, snapshot, made.value, check);
    return ok(check);
  } finally {
    await kube.close();
  }
};

const exportChosen: Operation<'exportPatches'> = async (bench, { snapshot, findings, path }) => {
  const stored = bench.library.open(snapshot);
  if (!stored.ok) return stored;
  const chosen = new Set(findings);
  const patcher = await patcherFor(bench, snapshot);
  if (!patcher.ok) return patcher;
  const { patches, left } = await patcher.value.patches(stored.value.findings().filter(finding => chosen.has(finding.id)));
  const { meta } = stored.value.summary();
  const { files } = exportPatches(withDryRuns(bench.library, snapshot, patches), {
    tool: { version: bench.start.toolVersion, rulesVersion: stored.value.evaluation().rulesVersion },
    snapshot: { name: meta.name, capturedAt: meta.capturedAt, clusterId: meta.clusterId },
    left: [...left],
  });
  return patches.length === 0
    ? ok({ bytes: 0, files: 0 })
    : ok({ bytes: await tarOf(path, files, createGzip()), files: patches.length });
};

const recheck: Operation<'recheck'> = async (bench, { snapshot, scope }, context) => {
  const stored = bench.library.open(snapshot);
  if (!stored.ok) return stored;
  const connect: Parameters<typeof recheckStored>[0]['connect'] = async meta =>
    connectTo(await settingOf(bench, context, meta.context.name, meta.context.source), meta.context, choiceOf(meta));
  return recheckStored({ stored: stored.value, scope, ports: bench.ports, connect }, context.signal);
};

const exportList: Operation<'exportFindings'> = async (bench, { query, path }) => {
  const stored = bench.library.open(query.snapshot);
  const { toolVersion } = bench.start;
  return stored.ok ? exportFindings({ ...query, stored: stored.value, path, toolVersion, ports: bench.ports }) : stored;
};

const relations: Operation<'relations'> = async (bench, { snapshot, key }) => {
  const stored = bench.library.open(snapshot);
  return stored.ok ? relationsOfStored(stored.value, key) : stored;
};

const compare: Operation<'compare'> = (bench, { ask, input }, { signal }) =>
  (bench.comparer ??= createComparer(bench.library, bench.ports)).ask(ask, input, signal);

const accessOf = (bench: Bench): Access => (bench.access ??= createAccess(bench.library, bench.ports));

const access: Operation<'access'> = (bench, { ask, input }, { signal }) => accessOf(bench).ask(ask, input, signal);

const exportGraph: Operation<'exportAttack'> = (bench, { query, path }, { signal }) =>
  accessOf(bench).exportGraph(query, path, signal);

const operations: { readonly [N in OperationName]: Operation<N> } = {
  capture,
  captureFindings: findingsSoFar,
  verifyBundle: verify,
  mergePatches: merge,
  doctor,
  importFile,
  demo,
  exportBundle,
  patch,
  dryRun,
  exportPatches: exportChosen,
  relations,
  recheck,
  exportFindings: exportList,
  compare,
  access,
  exportAttack: exportGraph,
};

const createBench = (start: WorkerStart, outside: Outside): Result<Bench, Problem> => {
  const fingerprints = openFingerprints(start.home);
  if (!fingerprints.ok) return fingerprints;
  const ports = nodePorts(outside.log, fingerprints.value);
  const library = openLibrary(start.home, ports);
  return library.ok
    ? ok({
        start,
        outside,
        ports,
        library: library.value,
        environment: createEnvironment(start.env, start.desktop),
        settings: settingsReader(start.home),
        questions: new Map(),
        captures: createRunningCaptures(),
        patching: undefined,
        comparer: undefined,
        access: undefined,
      })
    : library;
};

/** An evaluation that was cancelled rejects; all else that does is a defect of ours, told and survived. */
const asProblem = (name: string, error: unknown, log: Log): Result<never, Problem> => {
  if (error instanceof Cancelled)
    return fail(problem('cancelled', { what: 'The evaluation was cancelled.', why: 'It was asked to stop.' }));
  const message = error instanceof Error ? error.message : String(error);
  log.write('error', `${name} failed: ${error instanceof Error ? (error.stack ?? message) : message}`);
  return fail(
    problem('defect', {
      what: `Plumbline itself failed in ${name}.`,
      why: 'This is a defect.',
      detail: redactText(message, { maxLength: 500 }),
    }),
  );
};

/** The engine's operations by name, over one library and one key. */
export const createEngineOperations = (start: WorkerStart, outside: Outside): EngineOperations => {
  const bench = createBench(start, outside);
  const run = <N extends OperationName>(
    name: N,
    input: Operations[N],
    context: OperationContext,
  ): Promise<Result<unknown, Problem>> =>
    bench.ok
      ? operations[name](bench.value, input, context).catch((error: unknown) => asProblem(name, error, outside.log))
      : Promise.resolve(bench);
  return {
    run: (name, input, context) => run(name, input as never, context),
    pause: (captureId, paused) => {
      if (bench.ok) bench.value.captures.hold(captureId, paused);
    },
    answer: (question, allow) => {
      if (bench.ok) bench.value.questions.get(question)?.(allow);
    },
  };
};
