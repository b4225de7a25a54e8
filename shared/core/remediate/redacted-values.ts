import { isRedacted } from '#contract/fact';
import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

const mark = /«redacted(?: [0-9a-f]{32})?»/;

/** Whether a value is, or holds anywhere, something that the redactor took out: then its true value is not known. */
export const holdsRedacted = (value: JsonValue | undefined): boolean => {
  if (typeof value === 'string') return isRedacted(value) || mark.test(value);
  if (isJsonArray(value)) return value.some(holdsRedacted);
  return isJsonObject(value) && Object.entries(value).some(([key, item]) => mark.test(key) || holdsRedacted(item));
};
