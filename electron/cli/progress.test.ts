import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { CaptureProgress, ResourceProgress } from '#contract/capture';
import type { CliHost } from './host.ts';
import { progressView } from './progress.ts';

const resource = (name: string, state: ResourceProgress['state']): ResourceProgress => ({
  resource: name,
  state,
  objects: 1,
  total: null,
  requests: 1,
  bytes: 1,
  note: '',
  elapsedMs: 1,
});

const at = (phase: CaptureProgress['phase'], over: Partial<CaptureProgress> = {}): CaptureProgress => ({
  captureId: 'c',
  phase,
  resources: [resource('pods', 'full'), resource('secrets', 'denied'), resource('deployments.apps', 'reading')],
  requests: 12,
  retries: 0,
  throttled: 0,
  bytes: 0,
  objects: 340,
  findings: 0,
  elapsedMs: 0,
  ...over,
});

const run = async (
  quiet: boolean,
  terminal: boolean,
  steps: readonly (readonly [number, CaptureProgress])[],
): Promise<string> => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 120, cursorTo: () => true, clearLine: () => true });
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  let now = 0;
  const err = { isTTY: terminal, columns: 120, stream, write: async (line: string) => void (text += line) };
  const view = await progressView({ err, env: {}, elapsed: () => now } as unknown as CliHost, quiet);
  for (const [time, progress] of steps) {
    now = time;
    view.show(progress);
  }
  view.stop();
  return text;
};

test('plain lines: each phase, and no more than one in two seconds', async () => {
  const retried = at('reading', { retries: 2, throttled: 1 });
  expect(
    await run(false, false, [
      [0, at('connecting', { resources: [] })],
      [100, at('reading')],
      [200, at('reading')],
      [2_200, retried],
      [2_300, at('done')],
    ]),
  ).toBe(
    [
      'plumbline: connecting, 340 objects, 12 requests',
      'plumbline: reading, 2 of 3 resources, 340 objects, 12 requests',
      'plumbline: reading, 2 of 3 resources, 340 objects, 12 requests, 2 retries, 1 throttled',
      'plumbline: done, 2 of 3 resources, 340 objects, 12 requests',
      '',
    ].join('\n'),
  );
});

test('nothing with --quiet', async () => expect(await run(true, true, [[0, at('reading')]])).toBe(''));

test('a bar on a terminal, and hostile resource names are shown, not obeyed', async () => {
  const text = await run(false, true, [
    [0, at('reading', { resources: [resource('pods', 'full'), resource('\u001b[2Jowned', 'reading')] })],
  ]);
  expect(text).toMatch(/reading .+ 1\/2 resources, 340 objects, 12 requests \\x1b\[2Jowned/);
});
