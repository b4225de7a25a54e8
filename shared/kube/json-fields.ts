import type { JsonObject } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

/** Reading hostile JSON: a field of the wrong type counts as absent, and a prototype is never looked at. */

const nothing: JsonObject = Object.freeze({});
const none: readonly unknown[] = Object.freeze([]);

/** The value under a chain of keys; undefined where a step is no object or has no such key. */
export const field = (value: unknown, ...keys: readonly string[]): unknown => {
  let at: unknown = value;
  for (const key of keys) {
    if (!isJsonObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at === null ? undefined : at;
};

export const objectAt = (value: unknown, ...keys: readonly string[]): JsonObject => {
  const found = field(value, ...keys);
  return isJsonObject(found) ? found : nothing;
};

export const listAt = (value: unknown, ...keys: readonly string[]): readonly unknown[] => {
  const found = field(value, ...keys);
  return isJsonArray(found) ? found : none;
};

export const textAt = (value: unknown, ...keys: readonly string[]): string | undefined => {
  const found = field(value, ...keys);
  return typeof found === 'string' ? found : undefined;
};

export const numberAt = (value: unknown, ...keys: readonly string[]): number | undefined => {
  const found = field(value, ...keys);
  return typeof found === 'number' ? found : undefined;
};

export const textsAt = (value: unknown, ...keys: readonly string[]): readonly string[] =>
  listAt(value, ...keys).filter(item => typeof item === 'string');

const textsIn = (object: JsonObject): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>();
  for (const key of Object.keys(object)) {
    const text = object[key];
    if (typeof text === 'string') texts.set(key, text);
  }
  return texts;
};

/** String values of an object: labels, annotations. */
export const textMapAt = (value: unknown, ...keys: readonly string[]): ReadonlyMap<string, string> =>
  textsIn(objectAt(value, ...keys));
