import type { FieldChange, LeftOut } from '#contract/compare';
import { isRedacted } from '#contract/fact';
import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import { jsonEqual } from '#core/remediate/json-equal';
import { isDefault, isTransparent } from './defaults.ts';
import { listKind } from './list-kinds.ts';
import { relateTexts } from './marks.ts';
import { meaningText } from './meaning-text.ts';
import { fieldLeftOut } from './moves-by-itself.ts';
import { canonicalQuantity, isQuantity } from './quantity.ts';

/** One field that differs, its values whole. */
export interface Difference {
  readonly path: string;
  readonly change: FieldChange['change'];
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly leftOut: LeftOut | null;
}

export interface DiffOptions {
  /** Kubernetes' own kinds: their lists and silences are known. */
  readonly isBuiltin: boolean;
  /** What is in a field that does not count, field by field; else that it differs. */
  readonly deep?: boolean;
  /** Fields of this object that do not count, beside those that never do: by their path. */
  readonly leftOut?: ReadonlyMap<string, LeftOut>;
}

/** Where a walk stands. */
interface Place {
  readonly path: string;
  /** Names of the fields that lead here; elements of lists add none. */
  readonly names: readonly string[];
}

interface Walk {
  readonly options: DiffOptions;
  readonly out: Difference[];
  /** Everything below counts as this, where the walk is in what does not count. */
  readonly leftOut: LeftOut | null;
}

const plainName = /^[A-Za-z_$][\w$-]*$/;

const childPath = (path: string, key: string): string =>
  !plainName.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;

/** Deeper than anything that an API server stores: the rest is compared as text. */
const deepest = 64;

const put = (
  walk: Walk,
  { path }: Place,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  reason: LeftOut | null = null,
  reordered = false,
): void => {
  const change = reordered ? 'reordered' : before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  walk.out.push({ path, change, before, after, leftOut: walk.leftOut ?? reason });
};

const absent = (value: JsonValue | undefined): value is null | undefined => value === undefined || value === null;

const diffAt = (
  walk: Walk,
  place: Place,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  beside: readonly [JsonObject, JsonObject],
): void => {
  if (absent(before) && absent(after)) return;
  if (absent(before) || absent(after)) {
    const there = (absent(before) ? after : before) ?? null;
    if (walk.options.isBuiltin && isTransparent(there, place.names))
      return absent(before) ? diffObjects(walk, place, {}, there) : diffObjects(walk, place, there, {});
    const silent = walk.options.isBuiltin && isDefault(there, place.names, absent(before) ? beside[1] : beside[0]);
    put(walk, place, before ?? undefined, after ?? undefined, silent ? 'defaulted' : null);
    return;
  }
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(walk, place, before, after);
  if (isJsonArray(before) && isJsonArray(after)) return diffLists(walk, place, before, after);
  diffScalars(walk, place, before, after);
};

const diffScalars = (walk: Walk, place: Place, before: JsonValue, after: JsonValue): void => {
  if (typeof before === 'string' && typeof after === 'string') {
    const relation = relateTexts(before, after);
    if (relation === 'equal') return;
    if (relation === 'not-comparable') return put(walk, place, before, after, 'not-comparable');
  } else if (before === after) return;
  const sameAmount =
    isQuantity(place.names) && canonicalQuantity(before) !== undefined && canonicalQuantity(before) === canonicalQuantity(after);
  put(walk, place, before, after, sameAmount ? 'notation' : null);
};

const diffObjects = (walk: Walk, place: Place, before: JsonObject, after: JsonObject): void => {
  if (place.names.length === 1 && walk.leftOut !== null && walk.options.deep !== true) {
    if (!jsonEqual(before, after)) put(walk, place, before, after);
    return;
  }
  // Most of most objects is the same: one quick look saves a slow one.
  if (place.names.length <= 1 && jsonEqual(before, after) && !holdsMark(before)) return;
  if (place.names.length > deepest) {
    if (JSON.stringify(before) !== JSON.stringify(after)) put(walk, place, before, after);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const names = [...place.names, key];
    const path = childPath(place.path, key);
    const reason = walk.leftOut ?? fieldLeftOut(names) ?? walk.options.leftOut?.get(path) ?? null;
    const inner = reason === walk.leftOut ? walk : { ...walk, leftOut: reason };
    diffAt(inner, { path, names }, own(before, key), own(after, key), [before, after]);
  }
};

const own = (object: JsonObject, key: string): JsonValue | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

const holdsMark = (value: JsonValue): boolean =>
  isRedacted(value) ||
  (isJsonArray(value)
    ? value.some(holdsMark)
    : isJsonObject(value) && Object.values(value).some(child => holdsMark(child ?? null)));

const diffLists = (walk: Walk, place: Place, before: readonly JsonValue[], after: readonly JsonValue[]): void => {
  const kind = listKind(place.names.at(-1) ?? '', walk.options.isBuiltin);
  if (kind.is === 'sequence') return diffSequences(walk, place, before, after);
  if (kind.is === 'set') return diffSets(walk, place, before, after);
  const ours = keyedBy(before, kind.keys);
  const theirs = keyedBy(after, kind.keys);
  if (ours === undefined || theirs === undefined)
    return kind.ordered === true ? diffSequences(walk, place, before, after) : diffSets(walk, place, before, after);
  for (const [key, element] of ours)
    if (!theirs.has(key)) put(walk, { ...place, path: `${place.path}[${key}]` }, element, undefined);
    else diffElements(walk, place, key, element, theirs.get(key) ?? null);
  for (const [key, element] of theirs)
    if (!ours.has(key)) put(walk, { ...place, path: `${place.path}[${key}]` }, undefined, element);
  tellOrder(
    walk,
    place,
    [...ours.keys()].filter(key => theirs.has(key)),
    [...theirs.keys()].filter(key => ours.has(key)),
    kind.ordered === true,
  );
};

/** The order of what both have: a difference of its own where it counts, else one of notation. */
const tellOrder = (walk: Walk, place: Place, ours: readonly string[], theirs: readonly string[], counts: boolean): void => {
  if (ours.every((key, index) => key === theirs[index])) return;
  put(walk, place, [...ours], [...theirs], counts ? null : 'notation', true);
};

const diffElements = (walk: Walk, place: Place, label: string, before: JsonValue, after: JsonValue): void =>
  diffAt(walk, { path: `${place.path}[${label}]`, names: place.names }, before, after, [{}, {}]);

/** Elements by the first set of key fields that names each apart; undefined where none does. */
const keyedBy = (
  list: readonly JsonValue[],
  choices: readonly (readonly string[])[],
): ReadonlyMap<string, JsonValue> | undefined => {
  for (const keys of choices) {
    const byKey = new Map<string, JsonValue>();
    for (const element of list) {
      const key = keyOf(element, keys);
      if (key === undefined || byKey.has(key)) break;
      byKey.set(key, element);
    }
    if (byKey.size === list.length) return byKey;
  }
  return undefined;
};

/** What an absent field of a key means. */
const keyDefaults: Readonly<Record<string, string>> = { protocol: 'TCP', namespace: '', effect: '', pathType: '' };

const keyOf = (element: JsonValue, keys: readonly string[]): string | undefined => {
  if (!isJsonObject(element)) return undefined;
  const parts: string[] = [];
  for (const key of keys) {
    const value = own(element, key) ?? keyDefaults[key];
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    if (value !== '' && !(key === 'protocol' && value === 'TCP')) parts.push(`${key}=${value}`);
  }
  return parts.length === 0 ? undefined : parts.join(',');
};

interface Element {
  readonly value: JsonValue;
  readonly index: number;
  readonly text: string;
}

const elementsOf = (walk: Walk, { names }: Place, list: readonly JsonValue[]): readonly Element[] =>
  list.map((value, index) => ({ value, index, text: meaningText(value, names, walk.options.isBuiltin) }));

const isScalar = (value: JsonValue): boolean => typeof value !== 'object' || value === null;

const diffSets = (walk: Walk, place: Place, before: readonly JsonValue[], after: readonly JsonValue[]): void => {
  const ours = elementsOf(walk, place, before);
  const theirs = elementsOf(walk, place, after);
  const gone = without(ours, theirs);
  const come = without(theirs, ours);
  if (gone.length + come.length === 0)
    return tellOrder(
      walk,
      place,
      ours.map(element => element.text),
      theirs.map(element => element.text),
      false,
    );
  if (before.every(isScalar) && after.every(isScalar)) return put(walk, place, before, after);
  diffPairs(walk, place, gone, come);
};

/** What is left of the first list when each element of the second takes one equal away. */
const without = (list: readonly Element[], taken: readonly Element[]): readonly Element[] => {
  const counts = new Map<string, number>();
  for (const { text } of taken) counts.set(text, (counts.get(text) ?? 0) + 1);
  return list.filter(({ text }) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count - 1);
    return count <= 0;
  });
};

/** How much two elements have in common: of their fields, those that say the same. */
const likeness = (walk: Walk, { names }: Place, left: JsonValue, right: JsonValue): number => {
  if (!isJsonObject(left) || !isJsonObject(right)) return 0;
  const { isBuiltin } = walk.options;
  return Object.keys(left).filter(
    key =>
      Object.hasOwn(right, key) &&
      meaningText(left[key] ?? null, [...names, key], isBuiltin) === meaningText(right[key] ?? null, [...names, key], isBuiltin),
  ).length;
};

/** More than these are told as gone and come, without looking for pairs. */
const mostPaired = 50;

/** Elements that were changed rather than replaced: the most alike are one. */
const diffPairs = (walk: Walk, place: Place, gone: readonly Element[], come: readonly Element[]): void => {
  const left = new Set(come);
  for (const element of gone) {
    const pair =
      gone.length + come.length > mostPaired
        ? undefined
        : mostLike(walk, place, element, left, gone.length === 1 && come.length === 1);
    const label = String((pair ?? element).index);
    if (pair !== undefined) left.delete(pair);
    if (pair === undefined) put(walk, { ...place, path: `${place.path}[${label}]` }, element.value, undefined);
    else diffElements(walk, place, label, element.value, pair.value);
  }
  for (const element of left) put(walk, { ...place, path: `${place.path}[${element.index}]` }, undefined, element.value);
};

const mostLike = (
  walk: Walk,
  place: Place,
  element: Element,
  among: ReadonlySet<Element>,
  only: boolean,
): Element | undefined => {
  let best: { readonly element: Element; readonly score: number } | undefined;
  for (const other of among) {
    const score = likeness(walk, place, element.value, other.value) + (only ? 1 : 0);
    if (score > (best?.score ?? 0)) best = { element: other, score };
  }
  return best?.element;
};

const diffSequences = (walk: Walk, place: Place, before: readonly JsonValue[], after: readonly JsonValue[]): void => {
  const ours = elementsOf(walk, place, before);
  const theirs = elementsOf(walk, place, after);
  let start = 0;
  while (start < Math.min(ours.length, theirs.length) && ours[start]?.text === theirs[start]?.text) start += 1;
  let end = 0;
  while (
    end < Math.min(ours.length, theirs.length) - start &&
    ours[ours.length - 1 - end]?.text === theirs[theirs.length - 1 - end]?.text
  )
    end += 1;
  const gone = ours.slice(start, ours.length - end);
  const come = theirs.slice(start, theirs.length - end);
  if (gone.length + come.length === 0) {
    for (const [index, element] of ours.entries())
      if (holdsMark(element.value)) diffElements(walk, place, String(index), element.value, theirs[index]?.value ?? null);
    return;
  }
  if (before.every(isScalar) && after.every(isScalar)) return put(walk, place, before, after);
  if (gone.length !== come.length) return diffPairs(walk, place, gone, come);
  for (const [index, element] of gone.entries())
    diffElements(walk, place, String(come[index]?.index ?? element.index), element.value, come[index]?.value ?? null);
};

/** Every field in which two states of one object differ, those that do not count with the reason. */
export const diffObjectsByMeaning = (before: JsonObject, after: JsonObject, options: DiffOptions): readonly Difference[] => {
  const walk: Walk = { options, out: [], leftOut: null };
  diffObjects(walk, { path: '', names: [] }, before, after);
  return walk.out;
};
