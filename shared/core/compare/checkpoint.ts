import { Cancelled } from '#core/evaluate/run-rule';
import type { Ports } from '#core/ports';

/** Called once a step of a long loop: gives the event loop its turn, and throws `Cancelled` when the signal aborted. */
export type Checkpoint = () => Promise<void> | undefined;

/** Steps are small: looking at the clock at each would be the most of them. */
const steps = 64;

export const createCheckpoint = ({ pause }: Pick<Ports, 'pause'>, signal: AbortSignal): Checkpoint => {
  let count = 0;
  return () => {
    count += 1;
    if (count % steps !== 0) return undefined;
    if (signal.aborted) throw new Cancelled('The comparison was cancelled.');
    return pause();
  };
};
