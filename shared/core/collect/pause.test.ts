import { expect, it } from 'vitest';
import { createPause } from './pause.ts';

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false;
  void promise.then(() => (done = true));
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return done;
};

it('nothing is held until it is said, and everything goes on at once when it is let go', async () => {
  const pause = createPause();
  const { signal } = new AbortController();
  expect(await settled(pause.leave(signal))).toBe(true);
  pause.set(true);
  const held = [pause.leave(signal), pause.leave(signal)];
  expect(await Promise.all(held.map(settled))).toEqual([false, false]);
  pause.set(false);
  expect(await Promise.all(held.map(settled))).toEqual([true, true]);
});

it('what is let go and held again in one turn stays held', async () => {
  const pause = createPause();
  pause.set(true);
  const held = pause.leave(new AbortController().signal);
  pause.set(false);
  pause.set(true);
  expect(await settled(held)).toBe(false);
});

it('a cancel does not wait for a pause', async () => {
  const pause = createPause();
  const controller = new AbortController();
  pause.set(true);
  const held = pause.leave(controller.signal);
  controller.abort();
  expect(await settled(held)).toBe(true);
});
