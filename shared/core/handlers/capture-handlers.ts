import type { SnapshotSummary } from '#contract/snapshot';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { CaptureOptions, CaptureProgress, PlannedRequest } from '#contract/capture';
import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

/** What a capture would ask, offline. */
export interface CapturePlanner {
  plan(options: CaptureOptions): { readonly requests: readonly PlannedRequest[]; readonly budget: number; readonly role: string };
}

interface Running {
  readonly controller: AbortController;
  readonly result: Promise<Result<SnapshotSummary, Problem>>;
}

const keptResults = 50;

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

export const captureHandlers = (
  { engine, events, ports }: Services,
  planner: CapturePlanner,
): Pick<Handlers, 'capture.plan' | 'capture.start' | 'capture.result' | 'capture.cancel'> => {
  const running = new Map<string, Running>();
  const unknown = (captureId: string): Result<never, Problem> =>
    fail(
      problem('snapshot-unknown', {
        what: `There is no capture ${captureId}.`,
        why: 'It was started in another run of the program, or long ago.',
      }),
    );
  return {
    'capture.plan': async ({ options }) => {
      const plan = planner.plan(options);
      return ok({ requests: [...plan.requests], budget: plan.budget, role: plan.role });
    },
    'capture.start': async ({ context, title, options }) => {
      const captureId = ports.ids.next();
      const controller = new AbortController();
      let last = nothingYet(captureId);
      const tell = (progress: CaptureProgress): void => {
        last = progress;
        events.emit({ type: 'capture.progress', progress });
      };
      const result = engine.capture({ captureId, context, title, options }, tell, controller.signal).then(outcome => {
        if (outcome.ok) events.emit({ type: 'library.changed' });
        else tell({ ...last, phase: outcome.error.code === 'cancelled' ? 'cancelled' : 'failed' });
        return outcome;
      });
      running.set(captureId, { controller, result });
      const oldest = running.keys().next().value;
      if (running.size > keptResults && oldest !== undefined) running.delete(oldest);
      return ok({ captureId });
    },
    'capture.result': async ({ captureId }) => running.get(captureId)?.result ?? unknown(captureId),
    'capture.cancel': async ({ captureId }) => {
      const job = running.get(captureId);
      if (job === undefined) return unknown(captureId);
      job.controller.abort();
      return ok({});
    },
  };
};
