import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

const mark = /«redacted(?: ([0-9a-f]{32}))?»/g;

export type TextRelation = 'equal' | 'different' | 'not-comparable';

/**
 * Two texts that may hold marks of values that were taken out: equal fingerprints are equal values, different ones under one
 * key are different values, and a mark without a fingerprint can be told from nothing.
 */
export const relateTexts = (left: string, right: string): TextRelation => {
  if (!left.includes('«redacted') || !right.includes('«redacted')) return left === right ? 'equal' : 'different';
  if (left.replaceAll(mark, '«»') !== right.replaceAll(mark, '«»')) return 'different';
  const ours = [...left.matchAll(mark)];
  const theirs = [...right.matchAll(mark)];
  let relation: TextRelation = 'equal';
  for (const [index, [, fingerprint]] of ours.entries()) {
    const other = theirs[index]?.[1];
    if (fingerprint === undefined || other === undefined) relation = relation === 'different' ? relation : 'not-comparable';
    else if (fingerprint !== other) relation = 'different';
  }
  return relation;
};

/** A value whose marks have no fingerprints: under another key they say nothing. Keys of maps included. */
export const withoutFingerprints = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return value.includes('«redacted') ? value.replaceAll(mark, '«redacted»') : value;
  if (isJsonArray(value)) return value.map(withoutFingerprints);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key.replaceAll(mark, '«redacted»'), withoutFingerprints(child ?? null)]),
  );
};
