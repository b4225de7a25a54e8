import type { DoctorStep } from '#contract/context';
import type { Problem } from '#contract/problem';

/** What a step found, before it is numbered and timed. */
export type Outcome = Pick<DoctorStep, 'state' | 'seen' | 'error' | 'fix'>;

const bounded = (text: string): string => text.slice(0, 4_000);

export const passed = (seen: string): Outcome => ({ state: 'pass', seen: bounded(seen), error: null, fix: null });
export const skipped = (seen: string): Outcome => ({ state: 'skip', seen: bounded(seen), error: null, fix: null });
export const failed = (found: Problem): Outcome => ({
  state: 'fail',
  seen: bounded(`${found.what} ${found.why}`),
  error: bounded(found.detail ?? found.what),
  fix: found.todo,
});
