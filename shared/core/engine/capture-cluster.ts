import type { CaptureOptions, CaptureProgress, ResourceProgress } from '#contract/capture';
import type { Evaluation } from '#contract/evaluation';
import { factKinds } from '#contract/fact';
import { type ResourceName, type ResourceType, resourceName } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { AnyRule } from '#contract/rule';
import type { ContextRef, Snapshot, SnapshotMeta } from '#contract/snapshot';
import type { Begun } from '#core/collect/begin';
import { type Collected, collect } from '#core/collect/collect';
import type { Pause } from '#core/collect/pause';
import type { RequestCounts } from '#core/collect/requester';
import type { EvaluateOptions } from '#core/evaluate/options';
import { createIncrementalEvaluator, type IncrementalEvaluator } from '#core/evaluate/incremental';
import type { KubeConnection, Ports, SnapshotSink } from '#core/ports';
import type { Pipeline } from '#core/redact/pipeline';
import { createMemorySink, type MemorySink, teeSink } from '#core/snapshot/memory-sink';

export interface CaptureCall {
  readonly captureId: string;
  readonly kube: KubeConnection;
  readonly context: ContextRef;
  readonly contextNamespace: string | null;
  readonly options: CaptureOptions;
  readonly rules: readonly AnyRule[];
  readonly evaluate: EvaluateOptions;
  readonly toolVersion: string;
  /** Takes the pages too while they arrive: a library file. */
  readonly alsoInto?: SnapshotSink;
  readonly onProgress: (progress: CaptureProgress) => void;
  readonly pause?: Pause;
  /** Where the first questions are under way already. */
  readonly begun?: Begun;
  /** Given once rules begin to run: what was found so far can be asked for while the rest is read. */
  readonly onEvaluating?: (along: Pick<IncrementalEvaluator, 'spoken'>) => void;
}

export interface Captured {
  readonly snapshot: Snapshot;
  readonly evaluation: Evaluation;
  /** Milliseconds; evaluation overlaps collecting, so `evaluate` is what came after the last page. */
  readonly durations: { readonly collect: number; readonly evaluate: number };
}

const impersonateOf = ({ as, asGroups = [] }: CaptureOptions): Pick<SnapshotMeta, 'impersonate'> =>
  as === undefined && asGroups.length === 0 ? {} : { impersonate: { user: as ?? null, groups: [...asGroups] } };

/** What is known before the first answer: the rest is filled in by `finalMeta`. */
const firstMeta = ({ kube, context, options, toolVersion }: CaptureCall, ports: Ports): SnapshotMeta => ({
  origin: 'cluster',
  name: context.name,
  context,
  server: kube.server,
  serverVersion: null,
  clusterId: null,
  capturedAt: ports.clock.iso(ports.clock.now()),
  capturedUntil: ports.clock.iso(ports.clock.now()),
  capturedAs: null,
  ...impersonateOf(options),
  ...(options.requestTimeout === undefined ? {} : { requestTimeout: options.requestTimeout }),
  insecureTls: kube.insecureTls,
  toolVersion,
  factKinds,
  fingerprintKeyId: ports.fingerprints.keyId,
  partial: false,
  lists: [],
});

const finalMeta = (first: SnapshotMeta, collected: Collected, ports: Ports): SnapshotMeta => ({
  ...first,
  serverVersion: collected.serverVersion,
  clusterId: collected.clusterId,
  capturedAs: collected.capturedAs,
  ...(collected.capturedGroups === null ? {} : { capturedGroups: [...collected.capturedGroups] }),
  capturedUntil: ports.clock.iso(ports.clock.now()),
  partial: collected.partial,
  lists: [...collected.lists],
});

/** Gathers what resources tell into one picture, and passes it on at most ten times a second. */
const createProgress = (call: CaptureCall, ports: Ports, found: () => number) => {
  const rows = new Map<ResourceName, ResourceProgress>();
  const began = ports.clock.elapsed();
  let last = 0;
  let phase: CaptureProgress['phase'] = 'discovery';
  let counts: Readonly<RequestCounts> = { requests: 0, retries: 0, throttled: 0, bytes: 0 };
  const picture = (): CaptureProgress => {
    const resources = [...rows.values()];
    return {
      captureId: call.captureId,
      phase,
      resources,
      requests: counts.requests,
      retries: counts.retries,
      throttled: counts.throttled,
      bytes: counts.bytes,
      objects: resources.reduce((total, row) => total + row.objects, 0),
      findings: found(),
      elapsedMs: ports.clock.elapsed() - began,
    };
  };
  const tell = (now: boolean): void => {
    const at = ports.clock.elapsed();
    if (!now && at - last < 100) return;
    last = at;
    call.onProgress(picture());
  };
  return {
    enter: (next: CaptureProgress['phase']): void => {
      phase = next;
      tell(true);
    },
    selected: (types: readonly ResourceType[]): void => {
      for (const type of types) {
        const resource = resourceName(type.group, type.resource);
        rows.set(resource, {
          resource,
          state: 'waiting',
          objects: 0,
          total: null,
          requests: 0,
          bytes: 0,
          note: '',
          elapsedMs: 0,
        });
      }
    },
    row: (row: ResourceProgress, sofar: Readonly<RequestCounts>): void => {
      counts = sofar;
      rows.set(row.resource, { ...row });
      tell(false);
    },
  };
};

/** Evaluates each rule as soon as all that it needs is read, while other pages still arrive. */
const evaluateAlong = (
  call: CaptureCall,
  meta: SnapshotMeta,
  types: readonly ResourceType[],
  ports: Ports,
  signal: AbortSignal,
): IncrementalEvaluator => createIncrementalEvaluator({ meta, types }, call.rules, call.evaluate, ports, signal);

const nothing: readonly never[] = [];

/**
 * Connection to evaluated snapshot. Errors are those of `collect`: nothing at all could be read; a cancel after something
 * was read keeps it, marked partial.
 */
export const captureCluster = async (
  call: CaptureCall,
  ports: Ports,
  pipeline: Pipeline,
  signal: AbortSignal,
): Promise<Result<Captured, Problem>> => {
  const memory: MemorySink = createMemorySink();
  const meta = firstMeta(call, ports);
  const never = new AbortController().signal;
  let along: IncrementalEvaluator | undefined;
  const progress = createProgress(call, ports, () => along?.found() ?? 0);
  const running: Promise<void>[] = [];
  progress.enter('discovery');
  const began = call.begun?.at ?? ports.clock.elapsed();
  const collected = await collect(
    call.kube,
    call.options,
    {
      ports,
      pipeline,
      sink: call.alsoInto === undefined ? memory : teeSink([memory, call.alsoInto]),
      contextNamespace: call.contextNamespace ?? undefined,
      pause: call.pause,
      begun: call.begun,
      onSelected: types => {
        progress.selected(types);
        progress.enter('reading');
        along = evaluateAlong(call, meta, types, ports, never);
        call.onEvaluating?.(along);
      },
      onProgress: progress.row,
      onResourceDone: (type, entries) => {
        const name = resourceName(type.group, type.resource);
        const part = along?.complete({ type, entries, objects: memory.objects(name), facts: memory.facts(name) });
        if (part !== undefined) running.push(part);
      },
    },
    signal,
  );
  if (!collected.ok) return fail(collected.error);
  await Promise.all(running);
  const read = ports.clock.elapsed();
  progress.enter('evaluating');
  const snapshot = memory.snapshot(finalMeta(meta, collected.value, ports), collected.value.types, collected.value.coverage);
  const evaluator = along ?? evaluateAlong(call, snapshot.meta, nothing, ports, never);
  const evaluation = await evaluator.finish(snapshot);
  return ok({ snapshot, evaluation, durations: { collect: read - began, evaluate: ports.clock.elapsed() - read } });
};
