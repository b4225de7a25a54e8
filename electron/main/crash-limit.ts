/** What ends sooner than this after its start is not worth starting without end. */
const soonMs = 2_000;

/**
 * Whether something that ended may start anew. It may, except where it ended soon after its start more than `most` times
 * within a minute: that is a loop, which would eat the machine. The first start is when this is made.
 */
export const createCrashLimit = (most: number, now: () => number): (() => boolean) => {
  const soon: number[] = [];
  let started = now();
  return () => {
    const at = now();
    if (at - started < soonMs) soon.push(at);
    started = at;
    while (soon[0] !== undefined && at - soon[0] > 60_000) soon.shift();
    return soon.length <= most;
  };
};
