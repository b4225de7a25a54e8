import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Fingerprints, Log, Ports } from '#core/ports';

export const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  iso: epochMs => new Date(epochMs).toISOString(),
  parse: text => {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  },
};

const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    // Aborted: who sleeps looks at the signal.
  }
};

/** Milliseconds: so long may what arrives meanwhile, and the next request, wait. */
const turnEvery = 5;

const createPause = (): (() => Promise<void>) => {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < turnEvery) return;
    await new Promise<void>(resolve => {
      setImmediate(resolve);
    });
    last = performance.now();
  };
};

export const nodePorts = (log: Log, fingerprints: Fingerprints): Ports => ({
  clock,
  ids: { next: () => randomUUID() },
  random: () => Math.random(),
  log,
  pause: createPause(),
  sleep,
  fingerprints,
});
