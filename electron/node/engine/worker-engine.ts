import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { CaptureProgress } from '#contract/capture';
import type { CoreEvent } from '#contract/events';
import { problem, type Problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';
import type { Log } from '#core/ports';
import type { Engine, Events } from '#core/services';
import type { Environment } from './environment.ts';
import type { AddedSource } from '#node/kubeconfig/source-files';
import { systemCode } from '#node/system-error';
import type { FromWorker, OperationName, Operations, ToWorker, WorkerStart } from './protocol.ts';

export interface WorkerEngineOptions {
  /** The built worker's file. */
  readonly file: URL;
  readonly start: WorkerStart;
  readonly events: Events;
  readonly log: Log;
  /** What a person added in this run: it travels with each operation, so that a new worker knows it too. */
  readonly added: () => readonly AddedSource[];
  /** The environment for what connects; the worker asks for its own where absent. */
  readonly environment?: () => Promise<Environment>;
  /** Told when a worker is gone, before the next one starts: what it left half-done can be cleared away. */
  readonly onGone: () => void;
}

/** The engine, and what only its own process asks of it. */
export interface WorkerEngine extends Engine {
  /** Drops connections that lead nowhere any more: what runs asks anew. */
  reconnect(): void;
}

interface Job {
  readonly resolve: (result: unknown) => void;
  readonly onProgress: ((progress: CaptureProgress) => void) | undefined;
  cancelled: boolean;
}

/** A worker that was started, and the last time that it said anything. */
interface Living {
  readonly worker: Worker;
  readonly exited: Promise<void>;
  /** Questions that it asked and that wait for an answer. */
  readonly questions: Set<string>;
  heard: number;
}

const silence = 2_000;

/** Operations that read kubeconfigs or run plugins. */
const connecting: ReadonlySet<OperationName> = new Set(['capture', 'doctor', 'dryRun', 'recheck']);

/** What one isolate can hold at all: more is refused by V8's memory cage. */
const mostHeapMb = 4_096;

const ended = (why: string): Result<never, Problem> =>
  fail(problem('core-gone', { what: 'The work was stopped before it ended.', why }));

const cancelled = (): Result<never, Problem> =>
  fail(problem('cancelled', { what: 'The work was cancelled.', why: 'It was asked to stop.' }));

const reasonOf = (error: unknown): string => {
  if (systemCode(error) === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'It needed more memory than it may use: leave out resources or namespaces.';
  return error instanceof Error ? `The worker failed: ${error.message}` : 'The worker failed.';
};

/** Open calls, answered once each. */
const createJobs = () => {
  const jobs = new Map<string, Job>();
  const settle = (id: string, result: unknown): void => {
    jobs.get(id)?.resolve(result);
    jobs.delete(id);
  };
  return {
    settle,
    has: (id: string): boolean => jobs.has(id),
    get: (id: string): Job | undefined => jobs.get(id),
    add: (id: string, job: Job): void => void jobs.set(id, job),
    settleAll: (why: string): void => {
      for (const [id, job] of jobs) settle(id, job.cancelled ? cancelled() : ended(why));
    },
  };
};

/**
 * The engine behind a worker thread. A worker that stays silent for two seconds after a cancel (a loop that does not look
 * at its signal) is ended and started anew; what else it was doing is answered with `core-gone`.
 */
export const createWorkerEngine = ({
  file,
  start,
  events,
  log,
  added,
  environment,
  onGone,
}: WorkerEngineOptions): WorkerEngine => {
  const jobs = createJobs();
  let living: Living | undefined;
  let ending = Promise.resolve();
  let closed = false;

  const tell = (from: Living, event: CoreEvent): void => {
    if (event.type === 'exec.question') from.questions.add(event.question);
    else if (event.type === 'exec.withdrawn') from.questions.delete(event.question);
    events.emit(event);
  };

  const listen = (from: Living, message: FromWorker): void => {
    from.heard = performance.now();
    if (message.type === 'done') jobs.settle(message.id, message.result);
    else if (message.type === 'progress') jobs.get(message.id)?.onProgress?.(message.progress);
    else if (message.type === 'event') tell(from, message.event);
    else if (message.type === 'log') log.write(message.level, message.message);
  };

  const abandon = (gone: Living, why: string): void => {
    if (living !== gone) return;
    living = undefined;
    jobs.settleAll(why);
    for (const question of gone.questions) events.emit({ type: 'exec.withdrawn', question });
    ending = gone.exited.then(onGone);
  };

  const begin = (): Living => {
    const worker = new Worker(file, { workerData: start, resourceLimits: { maxOldGenerationSizeMb: mostHeapMb } });
    const exit = Promise.withResolvers<void>();
    const made: Living = { worker, exited: exit.promise, questions: new Set(), heard: performance.now() };
    worker.on('message', (message: FromWorker) => listen(made, message));
    worker.on('error', error => {
      log.write('error', `the worker failed: ${error instanceof Error ? error.message : 'unknown'}`);
      abandon(made, reasonOf(error));
    });
    worker.on('exit', code => {
      if (living === made) log.write('error', `the worker ended with code ${code}`);
      abandon(made, `The worker ended with code ${code}.`);
      exit.resolve();
    });
    return made;
  };

  const post = (message: ToWorker): void => {
    living ??= begin();
    living.worker.postMessage(message);
  };

  const endIfSilent = (id: string): void => {
    const watched = living;
    if (watched === undefined || !jobs.has(id)) return;
    const quiet = performance.now() - watched.heard;
    if (quiet < silence) {
      watch(id, silence - quiet);
      return;
    }
    log.write('warn', 'the worker was silent for two seconds after a cancel and is started anew');
    abandon(watched, 'The worker did not answer and was started anew.');
    void watched.worker.terminate();
  };

  /** Messages that came while this thread was busy are heard before the worker is judged. */
  const watch = (id: string, ms: number): void => {
    setTimeout(() => setImmediate(() => endIfSilent(id)), ms).unref();
  };

  const run = async <N extends OperationName, T>(
    name: N,
    input: Operations[N],
    signal: AbortSignal,
    onProgress?: Job['onProgress'],
  ): Promise<Result<T, Problem>> => {
    await ending;
    const known = connecting.has(name) ? await environment?.() : undefined;
    if (closed) return ended('Plumbline is closing.');
    if (signal.aborted) return cancelled();
    const id = randomUUID();
    const answer = Promise.withResolvers<unknown>();
    const job: Job = { resolve: answer.resolve, onProgress, cancelled: false };
    jobs.add(id, job);
    const cancel = (): void => {
      job.cancelled = true;
      post({ type: 'cancel', id });
      watch(id, silence);
    };
    signal.addEventListener('abort', cancel, { once: true });
    post({ type: 'run', id, name, input, added: added(), environment: known });
    try {
      return (await answer.promise) as Result<T, Problem>;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

  return {
    capture: (job, onProgress, signal) => run('capture', job, signal, onProgress),
    pauseCapture: (captureId, paused) => living?.worker.postMessage({ type: 'pause', captureId, paused } satisfies ToWorker),
    captureFindings: (captureId, limit, signal) => run('captureFindings', { captureId, limit }, signal),
    doctor: (context, runId, signal) => run('doctor', { context, run: runId }, signal),
    importFile: (path, name, signal) => run('importFile', { path, name }, signal),
    verifyBundle: (path, expect, signal) => run('verifyBundle', { path, expect }, signal),
    demo: signal => run('demo', {}, signal),
    exportBundle: (snapshot, path, signal) => run('exportBundle', { snapshot, path }, signal),
    patch: (snapshot, finding, signal) => run('patch', { snapshot, finding }, signal),
    mergePatches: (snapshot, findings, signal) => run('mergePatches', { snapshot, findings }, signal),
    dryRun: (snapshot, findings, signal) => run('dryRun', { snapshot, findings }, signal),
    exportPatches: (snapshot, findings, path, signal) => run('exportPatches', { snapshot, findings, path }, signal),
    compare: (ask, input, signal) => run('compare', { ask, input } as Operations['compare'], signal),
    access: (ask, input, signal) => run('access', { ask, input } as Operations['access'], signal),
    exportAttack: (query, path, signal) => run('exportAttack', { query, path }, signal),
    recheck: (snapshot, scope, signal) => run('recheck', { snapshot, scope }, signal),
    exportFindings: (query, path, signal) => run('exportFindings', { query, path }, signal),
    relations: (snapshot, key, signal) => run('relations', { snapshot, key }, signal),
    answerExec: (question, allow) => living?.worker.postMessage({ type: 'answer', question, allow } satisfies ToWorker),
    // A worker that is not there has no connection.
    reconnect: () => living?.worker.postMessage({ type: 'reconnect' } satisfies ToWorker),
    close: async () => {
      closed = true;
      const last = living;
      if (last !== undefined) {
        abandon(last, 'Plumbline is closing.');
        await last.worker.terminate();
      }
      await ending;
    },
  };
};
