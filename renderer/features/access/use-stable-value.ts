import { useState } from 'react';

/** A value that is made anew only when one of these has become another one: lists that are equal at each drawing count as text. */
export const useStableValue = <T>(make: () => T, of: readonly unknown[]): T => {
  const [held, setHeld] = useState(() => ({ of, value: make() }));
  if (held.of.every((one, index) => Object.is(one, of[index]))) return held.value;
  const next = { of, value: make() };
  setHeld(next);
  return next.value;
};
