import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

/** Equality as RFC 6902 `test` means it: order of keys does not matter, order of lists does. */
export const jsonEqual = (left: JsonValue | undefined, right: JsonValue | undefined): boolean => {
  if (left === right) return true;
  if (isJsonArray(left) && isJsonArray(right))
    return left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every(key => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]))
  );
};
