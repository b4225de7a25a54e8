const deepest = 40;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
};

/** What no input of ours names: a copy of it into another object would change that object's kind. */
const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Whether an input is plain data of at most `limit` characters. It stops as soon as it knows: structured clone carries
 * maps, buffers and cycles too, which cost a serialiser seconds.
 */
export const isPlainWithin = (input: unknown, limit: number): boolean => {
  let left = limit;
  const fits = (value: unknown, depth: number): boolean => {
    left -= 8;
    if (left < 0 || depth > deepest) return false;
    if (typeof value === 'string') {
      left -= value.length;
      return left >= 0;
    }
    if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number') return true;
    if (typeof value !== 'object' || !isPlain(value)) return false;
    if (Array.isArray(value)) return value.length <= left && value.every(item => fits(item, depth + 1));
    return Object.entries(value).every(([key, item]) => {
      left -= key.length;
      return !dangerous.has(key) && fits(item, depth + 1);
    });
  };
  return fits(input, 0);
};
