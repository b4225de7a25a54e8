import { expect, test } from 'vitest';
import { createCrashLimit } from './crash-limit.ts';

/** After how many ends, `every` milliseconds apart, it is not started again; null: never in a hundred. */
const endsAllowed = (most: number, every: number): number | null => {
  let at = 0;
  const mayStart = createCrashLimit(most, () => at);
  for (let ends = 1; ends <= 100; ends += 1) {
    at += every;
    if (!mayStart()) return ends;
  }
  return null;
};

test.each([
  [4, 0, 5],
  [3, 100, 4],
  [3, 1_999, 4],
  [3, 2_000, null],
  [3, 60_000, null],
  [40, 1_900, null],
])('at most %i quick ends a minute, one every %i ms: given up at %s', (most, every, expected) =>
  expect(endsAllowed(most, every)).toBe(expected),
);
