import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of the nursery's two halves together. */
const wanted = 32 * 1024 * 1024;

const checkEveryMs = 10;

const nurserySize = (): number => getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? wanted;

/** How many times larger V8 makes it at its next growth; 1: it stays. */
const nextGrowth = (): number => {
  const growth = Math.max(1, Math.floor(wanted / nurserySize()));
  setFlagsFromString(`--semi-space-growth-factor=${growth}`);
  return growth;
};

/**
 * Brings V8's nursery to 16 MB a half in one step, and keeps it there. At the 2 MB with which a capture begins, it is collected a
 * hundred times, each time by threads that wait for one another; at the 32 MB up to which V8 doubles it, nearly all that is
 * parsed stays anyway and some 50 MB more are held for nothing. `--min-semi-space-size` would say it, but counts only on the
 * command line of Node; this flag is read at each growth.
 */
export const keepNurserySteady = (): void => {
  if (nextGrowth() === 1) return;
  const timer = setInterval(() => {
    if (nextGrowth() === 1) clearInterval(timer);
  }, checkEveryMs);
  timer.unref();
};
