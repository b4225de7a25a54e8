/** Whether something that ended may start anew: at most so many times within a minute, so that no loop eats the machine. */
export const createCrashLimit = (most: number, now: () => number): (() => boolean) => {
  const starts: number[] = [];
  return () => {
    const at = now();
    while (starts[0] !== undefined && at - starts[0] > 60_000) starts.shift();
    if (starts.length >= most) return false;
    starts.push(at);
    return true;
  };
};
