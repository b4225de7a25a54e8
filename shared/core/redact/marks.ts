const mark = /^«redacted(?: [0-9a-f]{32})?»$/;

/** Whether a text is, as a whole, what the redactor writes. Stricter than a look at its ends: a value must not pose as one. */
export const isMark = (text: string): boolean => text.length <= 43 && text.charCodeAt(0) === 0xab && mark.test(text);

/** The upper bound of a length's power-of-two bucket: 0, 8, 16, 32 … */
export const sizeBucket = (length: number): number => {
  if (length === 0) return 0;
  let bound = 8;
  while (bound < length) bound *= 2;
  return bound;
};
