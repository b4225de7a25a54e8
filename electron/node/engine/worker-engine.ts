import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { CaptureProgress } from '#contract/capture';
import { problem, type Problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';
import type { Log } from '#core/ports';
import type { Engine, Events } from '#core/services';
import type { AddedSource } from '#node/kubeconfig/source-files';
import type { FromWorker, OperationName, Operations, ToWorker, WorkerStart } from './protocol.ts';

export interface WorkerEngineOptions {
  /** The built worker's file. */
  readonly file: URL;
  readonly start: WorkerStart;
  readonly events: Events;
  readonly log: Log;
  /** What a person added in this run: it travels with each operation, so that a new worker knows it too. */
  readonly added: () => readonly AddedSource[];
}

interface Job {
  readonly resolve: (result: unknown) => void;
  readonly onProgress: ((progress: CaptureProgress) => void) | undefined;
}

const silence = 2_000;

const ended = (why: string): Result<never, Problem> => fail(problem('core-gone', { what: 'The work was stopped before it ended.', why }));

/**
 * The engine behind a worker thread. A worker that stays silent for two seconds after a cancel (a loop that does not look
 * at its signal) is ended and started anew; what else it was doing is answered with `core-gone`.
 */
export const createWorkerEngine = ({ file, start, events, log, added }: WorkerEngineOptions): Engine => {
  const jobs = new Map<string, Job>();
  let worker: Worker | undefined;
  let lastAlive = 0;
  let closed = false;

  const settle = (id: string, result: unknown): void => {
    jobs.get(id)?.resolve(result);
    jobs.delete(id);
  };

  const settleAll = (why: string): void => {
    for (const id of jobs.keys()) settle(id, ended(why));
  };

  const listen = (message: FromWorker): void => {
    lastAlive = performance.now();
    if (message.type === 'done') settle(message.id, message.result);
    else if (message.type === 'progress') jobs.get(message.id)?.onProgress?.(message.progress);
    else if (message.type === 'event') events.emit(message.event);
    else if (message.type === 'log') log.write(message.level, message.message);
  };

  const open = (): Worker => {
    if (worker !== undefined) return worker;
    const made = new Worker(file, { workerData: start, resourceLimits: { maxOldGenerationSizeMb: 4096 } });
    made.on('message', listen);
    const gone = (why: string): void => {
      if (worker !== made) return;
      worker = undefined;
      settleAll(why);
    };
    made.on('error', error => {
      log.write('error', `the worker failed: ${error instanceof Error ? error.message : 'unknown'}`);
      gone(error instanceof Error ? error.message : 'The worker failed.');
    });
    made.on('exit', code => gone(`The worker ended with code ${code}.`));
    worker = made;
    lastAlive = performance.now();
    return made;
  };

  const endIfSilent = (id: string): void => {
    const asked = performance.now();
    setTimeout(() => {
      if (!jobs.has(id) || worker === undefined || lastAlive > asked) return;
      log.write('warn', 'the worker was silent for two seconds after a cancel and is started anew');
      const silent = worker;
      worker = undefined;
      settleAll('The worker did not answer and was started anew.');
      void silent.terminate();
    }, silence).unref();
  };

  const run = <N extends OperationName, T>(name: N, input: Operations[N], signal: AbortSignal, onProgress?: Job['onProgress']): Promise<Result<T, Problem>> =>
    new Promise(resolve => {
      if (closed) {
        resolve(ended('Plumbline is closing.'));
        return;
      }
      const id = randomUUID();
      const target = open();
      jobs.set(id, { resolve: resolve as (result: unknown) => void, onProgress });
      const cancel = (): void => {
        worker?.postMessage({ type: 'cancel', id } satisfies ToWorker);
        endIfSilent(id);
      };
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      target.postMessage({ type: 'run', id, name, input, added: added() } satisfies ToWorker);
    });

  return {
    capture: (job, onProgress, signal) => run('capture', job, signal, onProgress),
    doctor: (context, signal) => run('doctor', { context }, signal),
    importFile: (path, name, signal) => run('importFile', { path, name }, signal),
    demo: signal => run('demo', {}, signal),
    exportBundle: (snapshot, path, signal) => run('exportBundle', { snapshot, path }, signal),
    patch: (snapshot, finding, signal) => run('patch', { snapshot, finding }, signal),
    dryRun: (snapshot, finding, signal) => run('dryRun', { snapshot, finding }, signal),
    exportPatches: (snapshot, findings, path, signal) => run('exportPatches', { snapshot, findings, path }, signal),
    answerExec: (question, allow) => worker?.postMessage({ type: 'answer', question, allow } satisfies ToWorker),
    close: async () => {
      closed = true;
      settleAll('Plumbline is closing.');
      await worker?.terminate();
    },
  };
};
