/**
 * Runs jobs in the order in which they came, at most so many at once. A list is one job, so at most so many lists have
 * pages in memory.
 */
export interface Pool {
  run<T>(job: () => Promise<T>): Promise<T>;
}

export const createPool = (places: number): Pool => {
  const waiting: (() => void)[] = [];
  let running = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    run: async job => {
      if (running < places) running += 1;
      else await new Promise<void>(resolve => waiting.push(resolve));
      try {
        return await job();
      } finally {
        leave();
      }
    },
  };
};
