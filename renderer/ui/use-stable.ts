import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Functions that stay the same for as long as a part is shown and do what the latest ones given say: what they are given to
 * is not drawn anew for them. To be called by what a person does, never while something is drawn.
 */
export const useStable = <A extends unknown[], R>(act: (...args: A) => R): ((...args: A) => R) => {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  const [stable] = useState(
    () =>
      (...args: A): R =>
        latest.current(...args),
  );
  return stable;
};
