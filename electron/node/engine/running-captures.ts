import { type CaptureFindings } from '#contract/capture';
import { type Pause, createPause } from '#core/collect/pause';
import { captureFindings, noFindings } from '#core/engine/capture-findings';
import type { IncrementalEvaluator } from '#core/evaluate/incremental';

/** A capture under way: it can be held, and asked what it found so far. */
export interface RunningCapture {
  readonly pause: Pause;
  along: Pick<IncrementalEvaluator, 'spoken'> | undefined;
}

export interface RunningCaptures {
  begin(id: string): RunningCapture;
  end(id: string): void;
  hold(id: string, paused: boolean): void;
  findings(id: string, limit: number): CaptureFindings;
}

export const createRunningCaptures = (): RunningCaptures => {
  const running = new Map<string, RunningCapture>();
  return {
    begin: id => {
      const capture: RunningCapture = { pause: createPause(), along: undefined };
      running.set(id, capture);
      return capture;
    },
    end: id => {
      running.delete(id);
    },
    hold: (id, paused) => running.get(id)?.pause.set(paused),
    findings: (id, limit) => {
      const along = running.get(id)?.along;
      return along === undefined ? noFindings : captureFindings(along.spoken(), limit);
    },
  };
};
