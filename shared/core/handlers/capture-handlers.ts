import type { SnapshotSummary } from '#contract/snapshot';
import { problem, type Problem, type ProblemCode } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { CaptureOptions, CaptureProgress, CaptureRow, CaptureState, PlannedRequest } from '#contract/capture';
import type { Handlers } from '#core/core';
import type { CaptureJob, Services } from '#core/services';

/** What a capture would ask, offline. */
export interface CapturePlanner {
  plan(options: CaptureOptions): { readonly requests: readonly PlannedRequest[]; readonly budget: number; readonly role: string };
}

interface Running {
  readonly job: CaptureJob;
  readonly startedAt: string;
  readonly controller: AbortController;
  readonly result: Promise<Result<SnapshotSummary, Problem>>;
  outcome: Result<SnapshotSummary, Problem> | undefined;
  paused: boolean;
  last: CaptureProgress;
}

const keptResults = 50;

/** The cluster took this login no more: what is shown of it cannot be renewed. */
const loginCodes: ReadonlySet<ProblemCode> = new Set(['unauthorized', 'credentials-expired']);

const nothingYet = (captureId: string): CaptureProgress => ({
  captureId,
  phase: 'connecting',
  resources: [],
  requests: 0,
  retries: 0,
  throttled: 0,
  bytes: 0,
  objects: 0,
  findings: 0,
  elapsedMs: 0,
});

const stateOf = ({ job, startedAt, last, outcome }: Running): CaptureState => ({
  captureId: job.captureId,
  context: job.context,
  title: job.title ?? null,
  startedAt,
  progress: last,
  snapshot: outcome?.ok === true ? outcome.value.id : null,
  problem: outcome?.ok === false ? outcome.error : null,
});

const unanswered: ReadonlySet<string> = new Set(['waiting', 'reading', 'retrying']);

const rowOf = (running: Running): CaptureRow => {
  const { progress, ...state } = stateOf(running);
  const { resources } = progress;
  const answered = resources.filter(resource => !unanswered.has(resource.state)).length;
  return { ...state, progress: { ...progress, resources: resources.length, answered } };
};

type CaptureCalls =
  | 'capture.plan'
  | 'capture.start'
  | 'capture.result'
  | 'capture.cancel'
  | 'capture.list'
  | 'capture.get'
  | 'capture.pause'
  | 'capture.findings';

export const captureHandlers = ({ engine, events, ports }: Services, planner: CapturePlanner): Pick<Handlers, CaptureCalls> => {
  const running = new Map<string, Running>();
  const unknown = (captureId: string): Result<never, Problem> =>
    fail(
      problem('snapshot-unknown', {
        what: `There is no capture ${captureId}.`,
        why: 'It was started in another run of the program, or long ago.',
      }),
    );
  const over = (captureId: string): Result<never, Problem> =>
    fail(
      problem('not-available', {
        what: `The capture ${captureId} has ended.`,
        why: 'Only one that is under way can be held.',
        todo: 'Start another capture of this cluster.',
      }),
    );
  const tell = (capture: Running, progress: CaptureProgress): void => {
    const { paused: _, ...rest } = progress;
    capture.last = capture.paused ? { ...rest, paused: true } : rest;
    events.emit({ type: 'capture.progress', progress: capture.last });
  };
  const start = (job: CaptureJob): void => {
    const controller = new AbortController();
    const done = Promise.withResolvers<Result<SnapshotSummary, Problem>>();
    const capture: Running = {
      job,
      startedAt: ports.clock.iso(ports.clock.now()),
      controller,
      result: done.promise,
      outcome: undefined,
      paused: false,
      last: nothingYet(job.captureId),
    };
    running.set(job.captureId, capture);
    const end = (outcome: Result<SnapshotSummary, Problem>): void => {
      capture.outcome = outcome;
      capture.paused = false;
      if (outcome.ok) events.emit({ type: 'library.changed' });
      else tell(capture, { ...capture.last, phase: outcome.error.code === 'cancelled' ? 'cancelled' : 'failed' });
      if (!outcome.ok && loginCodes.has(outcome.error.code))
        events.emit({ type: 'stale', reason: 'login', context: job.context });
      done.resolve(outcome);
    };
    engine.capture(job, progress => tell(capture, progress), controller.signal).then(end, done.reject);
    const oldest = running.keys().next().value;
    if (running.size > keptResults && oldest !== undefined) running.delete(oldest);
  };
  return {
    'capture.plan': async ({ options }) => {
      const plan = planner.plan(options);
      return ok({ requests: [...plan.requests], budget: plan.budget, role: plan.role });
    },
    'capture.start': async ({ context, title, options }) => {
      const captureId = ports.ids.next();
      start({ captureId, context, title, options });
      return ok({ captureId });
    },
    'capture.result': async ({ captureId }) => running.get(captureId)?.result ?? unknown(captureId),
    'capture.cancel': async ({ captureId }) => {
      const capture = running.get(captureId);
      if (capture === undefined) return unknown(captureId);
      capture.controller.abort();
      return ok({});
    },
    'capture.list': async () => ok({ captures: [...running.values()].map(rowOf).toReversed() }),
    'capture.get': async ({ captureId }) => {
      const capture = running.get(captureId);
      return capture === undefined ? unknown(captureId) : ok(stateOf(capture));
    },
    'capture.pause': async ({ captureId, paused }) => {
      const capture = running.get(captureId);
      if (capture === undefined) return unknown(captureId);
      if (capture.outcome !== undefined) return over(captureId);
      capture.paused = paused;
      engine.pauseCapture(captureId, paused);
      tell(capture, capture.last);
      return ok({});
    },
    'capture.findings': async ({ captureId, limit }, { signal }) =>
      running.has(captureId) ? engine.captureFindings(captureId, limit, signal) : unknown(captureId),
  };
};
