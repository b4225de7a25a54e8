/** Holds what asks for leave to go on: nothing that is under way is stopped. */
export interface Pause {
  readonly paused: boolean;
  set(paused: boolean): void;
  /** At once where nothing is held, else when it is let go; at once too when the signal aborts. */
  leave(signal: AbortSignal): Promise<void>;
}

export const createPause = (): Pause => {
  const waiting = new Set<() => void>();
  const state = { paused: false };
  const release = (): void => {
    for (const go of waiting) go();
    waiting.clear();
  };
  return {
    get paused() {
      return state.paused;
    },
    set: next => {
      state.paused = next;
      if (!next) release();
    },
    leave: async signal => {
      while (state.paused && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
        await promise;
        waiting.delete(resolve);
      }
    },
  };
};
