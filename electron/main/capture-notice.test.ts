import { describe, expect, test } from 'vitest';
import type { CaptureProgress } from '#contract/capture';
import { createCaptureNotice, type EndedCapture } from './capture-notice.ts';

const progress = (captureId: string, phase: CaptureProgress['phase'], elapsedMs: number): CaptureProgress => ({
  captureId,
  phase,
  elapsedMs,
  resources: [],
  requests: 0,
  retries: 0,
  throttled: 0,
  bytes: 0,
  objects: 0,
  findings: 0,
});

const told = async (
  events: readonly CaptureProgress[],
  { seen = false, wanted = true }: { readonly seen?: boolean; readonly wanted?: boolean } = {},
): Promise<readonly EndedCapture[]> => {
  const shown: EndedCapture[] = [];
  const notice = createCaptureNotice({ isSeen: () => seen, isWanted: async () => wanted, show: ended => shown.push(ended) });
  for (const each of events) notice({ type: 'capture.progress', progress: each });
  notice({ type: 'library.changed' });
  await Promise.resolve();
  return shown;
};

describe('a notice that a capture has ended', () => {
  const long = [progress('a', 'reading', 31_000), progress('a', 'done', 40_000), progress('a', 'done', 40_000)];

  test.each([
    ['a long one, nobody looks: once', long, {}, [{ captureId: 'a', outcome: 'done' }]],
    ['a long one that failed', [progress('a', 'failed', 40_000)], {}, [{ captureId: 'a', outcome: 'failed' }]],
    [
      'two of them',
      [...long, progress('b', 'done', 90_000)],
      {},
      [
        { captureId: 'a', outcome: 'done' },
        { captureId: 'b', outcome: 'done' },
      ],
    ],
    ['a short one', [progress('a', 'done', 29_999)], {}, []],
    ['one that was cancelled by hand', [progress('a', 'cancelled', 40_000)], {}, []],
    ['the window is looked at', long, { seen: true }, []],
    ['the setting says no, or was not asked yet', long, { wanted: false }, []],
  ] as const)('%s', async (_, events, how, expected) => expect(await told(events, how)).toEqual(expected));
});
