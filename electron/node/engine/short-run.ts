import { setFlagsFromString } from 'node:v8';

/** Until here a run is short: what TurboFan compiles in it is not run often enough to win back the time of compiling. */
const shortMs = 3_000;

/**
 * For a process that reads one cluster and ends: V8 leaves out what pays off only later, or only for who must not be kept
 * waiting. TurboFan takes a third of a second of processor time in a scan of 10,000 objects, which then runs no faster than on
 * what Maglev compiles; who still runs after that time gets it. And the heap is marked at once where it must be, not in
 * steps and beside the running program, which costs more in all: nobody sees the pause.
 */
export const expectShortRun = (): void => {
  setFlagsFromString('--no-incremental-marking');
  setFlagsFromString('--no-turbofan');
  setTimeout(() => setFlagsFromString('--turbofan'), shortMs).unref();
};
