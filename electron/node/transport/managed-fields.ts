const managed = Buffer.from(',"managedFields":[{');
const [bracket, brace, comma, quote] = [0x5d, 0x7d, 0x2c, 0x22];
const opened = 0x7b;

/**
 * Takes managedFields out of the JSON of a list, where it lies: `bytes` begins with the text that is left, and its length is
 * given back. They are up to half of a list; as bytes they go before they cost a text. Field sets hold no lists, so the first
 * closing bracket ends them, unless it stands in a string: then that list stays. Both ends of a cut are outside of strings, so
 * that one at the wrong place takes more opening brackets than closing ones, and what is left is no JSON.
 */
export const cutManagedFields = (bytes: Buffer): number => {
  let kept = 0;
  let from = 0;
  const keep = (to: number): void => {
    if (kept !== from) bytes.copyWithin(kept, from, to);
    kept += to - from;
  };
  for (let at = bytes.indexOf(managed); at >= 0; at = bytes.indexOf(managed, from)) {
    const end = bytes.indexOf(bracket, at + managed.length);
    if (end < 0) break;
    keep(isEndOfManaged(bytes, end) ? at + managed.length - 1 : end);
    from = end;
  }
  keep(bytes.length);
  return kept;
};

const mostBraces = 3;

/**
 * Whether that bracket ends the list, by what stands after it: a field of the metadata or of the object, the next object or row
 * of a table. In a string it cannot stand, since after the quote that ends one comes no letter.
 */
const isEndOfManaged = (bytes: Buffer, end: number): boolean => {
  if (bytes[end - 1] !== brace) return false;
  let at = end + 1;
  while (bytes[at] === brace && at <= end + mostBraces) at += 1;
  if (bytes[at] !== comma) return false;
  at += bytes[at + 1] === opened ? 2 : 1;
  return bytes[at] === quote && isLetter(bytes[at + 1] ?? 0);
};

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
