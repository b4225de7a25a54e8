import { problem, type Problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';

export const cancelled = (what: string): Result<never, Problem> =>
  fail(problem('cancelled', { what: `${what} was cancelled.`, why: 'It was asked to stop.' }));

interface Flight<T> {
  readonly result: Promise<Result<T, Problem>>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Runs one job at a time, however many ask: they share its outcome. Someone who gives up stops waiting; the job itself is
 * stopped when the last one has.
 */
export class SingleFlight<T> {
  #flight: Flight<T> | null = null;

  async run(
    what: string,
    job: (signal: AbortSignal) => Promise<Result<T, Problem>>,
    signal?: AbortSignal,
  ): Promise<Result<T, Problem>> {
    if (signal?.aborted === true) return cancelled(what);
    const flight = this.#flight ?? this.#start(job);
    flight.waiting += 1;
    const given = Promise.withResolvers<Result<T, Problem>>();
    const giveUp = (): void => given.resolve(cancelled(what));
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([flight.result, given.promise]);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      flight.waiting -= 1;
      if (flight.waiting === 0) this.#stop(flight);
    }
  }

  #start(job: (signal: AbortSignal) => Promise<Result<T, Problem>>): Flight<T> {
    const controller = new AbortController();
    const flight = { result: job(controller.signal), controller, waiting: 0 };
    this.#flight = flight;
    return flight;
  }

  #stop(flight: Flight<T>): void {
    if (this.#flight === flight) this.#flight = null;
    flight.controller.abort();
  }
}
