import type { CaptureProgress } from '#contract/capture';
import type { CoreEvent } from '#contract/events';

/** Shorter than this a person waits for it. */
const longMs = 30_000;

export interface EndedCapture {
  readonly captureId: string;
  readonly outcome: 'done' | 'failed';
}

export interface CaptureNoticeOptions {
  /** Whether any window of ours is looked at. */
  readonly isSeen: () => boolean;
  /** The setting as it is now. */
  readonly isWanted: () => Promise<boolean>;
  readonly show: (ended: EndedCapture) => void;
}

const outcomeOf = ({ phase }: CaptureProgress): EndedCapture['outcome'] | undefined =>
  phase === 'done' || phase === 'failed' ? phase : undefined;

/** Tells a person who looks elsewhere that a long capture ended: once for each, and only where the setting says so. */
export const createCaptureNotice = ({ isSeen, isWanted, show }: CaptureNoticeOptions): ((event: CoreEvent) => void) => {
  const told = new Set<string>();
  return event => {
    if (event.type !== 'capture.progress') return;
    const { captureId, elapsedMs } = event.progress;
    const outcome = outcomeOf(event.progress);
    if (outcome === undefined || told.has(captureId)) return;
    told.add(captureId);
    if (elapsedMs < longMs || isSeen()) return;
    void isWanted().then(wanted => {
      if (wanted) show({ captureId, outcome });
    });
  };
};
