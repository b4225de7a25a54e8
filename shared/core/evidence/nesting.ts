const quote = 0x22;
const backslash = 0x5c;

/** Deeper than any object of a real API server; shallow enough for every function that walks an object by recursion. */
export const mostNesting = 500;

/** Whether JSON bytes nest objects and lists deeper than that: told before parsing, so that no walker runs out of stack. */
export const nestsTooDeep = (bytes: Uint8Array, most = mostNesting): boolean => {
  if (bytes.length <= 2 * most) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (quoted) {
      if (byte === backslash) index += 1;
      else if (byte === quote) quoted = false;
    } else if (byte === quote) {
      quoted = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > most) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
  return false;
};
