export interface Queues {
  /** Runs `task` after all that were given under the same key before, whether those succeeded or not. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
}

export const createQueues = (): Queues => {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run: (key, task) => {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, settled);
      return mine;
    },
  };
};
