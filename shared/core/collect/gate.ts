/**
 * How many requests are under way at once. A server that asks to slow down halves it; quiet answers bring it back one by
 * one.
 */
export interface Gate {
  /** `first`: before all that wait for a place and are not. */
  enter(signal: AbortSignal, first?: boolean): Promise<void>;
  leave(): void;
  /** The server said 429. */
  slowDown(): void;
  /** An answer came without complaint. */
  settled(): void;
  readonly limit: number;
}

/** So many quiet answers give one place back. */
const quietAnswers = 20;

export const createGate = (places: number): Gate => {
  let limit = places;
  let inside = 0;
  let quiet = 0;
  const firsts: (() => void)[] = [];
  const others: (() => void)[] = [];
  const admit = (): void => {
    while (inside < limit) {
      const next = firsts.shift() ?? others.shift();
      if (next === undefined) return;
      inside += 1;
      next();
    }
  };
  return {
    enter: async (signal, first = false) => {
      if (inside < limit) {
        inside += 1;
        return;
      }
      const waiting = first ? firsts : others;
      await new Promise<void>(resolve => {
        // An aborted waiter still takes its turn: it leaves at once, so the count stays right.
        waiting.push(resolve);
        signal.addEventListener('abort', () => admitAborted(waiting, resolve, () => (inside += 1)), { once: true });
      });
    },
    leave: () => {
      inside -= 1;
      admit();
    },
    slowDown: () => {
      limit = Math.max(1, Math.floor(limit / 2));
      quiet = 0;
    },
    settled: () => {
      quiet += 1;
      if (limit >= places || quiet < quietAnswers) return;
      quiet = 0;
      limit += 1;
      admit();
    },
    get limit() {
      return limit;
    },
  };
};

const admitAborted = (waiting: (() => void)[], resolve: () => void, count: () => void): void => {
  const at = waiting.indexOf(resolve);
  if (at < 0) return;
  waiting.splice(at, 1);
  count();
  resolve();
};
