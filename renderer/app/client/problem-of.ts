import { type Problem, problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';

export const cancelled = (): Result<never, Problem> =>
  fail(problem('cancelled', { what: 'The call was cancelled.', why: 'Its page was left or it was asked for again.' }));

export const coreGone = (detail: string): Result<never, Problem> =>
  fail(
    problem('core-gone', {
      what: 'The core did not answer.',
      why: 'It was restarted, or the program that serves this page has ended.',
      detail,
    }),
  );

export const noLogin = (): Result<never, Problem> =>
  fail(
    problem('unauthorized', {
      what: 'This page is not logged in.',
      why: 'Its login has ended or was never made.',
      todo: 'Open the address that `plumbline serve` printed, or enter a fresh code.',
    }),
  );

/** What a carrier answers is a Result as plain data; anything else is a fault of the carrier. */
export const asResult = (value: unknown): Result<unknown, Problem> => {
  if (typeof value !== 'object' || value === null || !('ok' in value))
    return coreGone('The reply has no form that this page knows.');
  if (value.ok === true) return value as Result<unknown, Problem>;
  return 'error' in value && typeof value.error === 'object' && value.error !== null
    ? (value as Result<unknown, Problem>)
    : coreGone('The reply names no problem.');
};
