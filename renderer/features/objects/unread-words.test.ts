import { describe, expect, it } from 'vitest';
import type { CoverageState } from '#contract/coverage';
import type { UnreadParts } from '#contract/objects';
import { loudOf, partsText } from './unread-words.ts';

const parts = (count: number, ...states: readonly CoverageState[]): UnreadParts => ({
  count,
  parts: states.map((state, index) => ({ resource: `r${String(index)}`, namespace: null, state, reason: '' })),
});

describe('what was not read, in words', () => {
  it.each<[UnreadParts, number, string]>([
    [parts(0), 0, ''],
    [parts(1, 'denied'), 1, 'r0 (denied)'],
    [parts(17, 'denied', 'failed', 'skipped'), 2, 'r0 (denied), r1 (could not be read)'],
    [parts(17, 'skipped', 'skipped'), 0, ''],
    [parts(9, 'denied', 'denied', 'partial'), 9, 'r0 (denied), r1 (denied), r2 (read in part) and 6 more parts'],
  ])('%o', (unread, count, text) => {
    const loud = loudOf(unread);
    expect([loud.count, partsText(loud)]).toEqual([count, text]);
  });
});
