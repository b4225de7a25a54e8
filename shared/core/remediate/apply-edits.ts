import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { Edit } from '#contract/rule';
import { jsonEqual } from './json-equal.ts';
import { listIndex, pointerParts, valueAt } from './pointer.ts';

export type FieldEdit = Exclude<Edit, { readonly op: 'create' }>;

export interface Edited {
  readonly object: KubeObject;
  /** Edits that had nothing to do, in words. */
  readonly told: readonly string[];
}

/** The objects that edits would bring into being; `applyEdits` leaves them alone. */
export const createdObjects = (edits: readonly Edit[]): readonly KubeObject[] =>
  edits.flatMap(edit => (edit.op === 'create' ? [edit.object] : []));

/**
 * The object with the edits made; the one given stays as it is. Every pointer counts in the object as given: list elements
 * are removed last and from the back, so that one removal does not move the next.
 */
export const applyEdits = (object: KubeObject, edits: readonly Edit[]): Result<KubeObject, Problem> => {
  const edited = editObject(object, edits);
  return edited.ok ? ok(edited.value.object) : edited;
};

export const editObject = (object: KubeObject, edits: readonly Edit[]): Result<Edited, Problem> => {
  const told: string[] = [];
  let root: JsonValue = jsonOf(object);
  for (const edit of inOrder(root, edits)) {
    const parts = pointerParts(edit.path);
    if (parts === undefined || parts.length === 0) return fail(refused(edit, 'The path is no JSON Pointer to a field.'));
    if (edit.expected !== undefined && !jsonEqual(valueAt(jsonOf(object), parts), edit.expected)) {
      return fail(refused(edit, 'The value there is not the one that the change expects.'));
    }
    if (edit.op === 'remove' && valueAt(root, parts) === undefined) {
      told.push(`${edit.path} is not there, so nothing was removed.`);
      continue;
    }
    const next: Result<JsonValue, string> =
      edit.op === 'set' ? withValue(root, parts, edit.value) : ok(withoutValue(root, removedPlace(root, parts)));
    if (!next.ok) return fail(refused(edit, next.error));
    root = next.value;
  }
  return ok({ object: root as unknown as KubeObject, told });
};

/** An object is JSON, whatever its type says. */
export const jsonOf = (object: KubeObject): JsonObject => object as unknown as JsonObject;

/** Removals of list elements at the end, the deepest index first; all else as given. */
export const inOrder = (root: JsonValue, edits: readonly Edit[]): readonly FieldEdit[] => {
  const fields = edits.filter(edit => edit.op !== 'create');
  const last = fields.filter(edit => removedIndex(root, edit) !== undefined);
  const index = (edit: FieldEdit): number => removedIndex(root, edit) ?? 0;
  return [...fields.filter(edit => !last.includes(edit)), ...last.toSorted((left, right) => index(right) - index(left))];
};

/** What a removal takes out: the last element goes with its list, for the API server stores no empty one. */
export const removedPlace = (root: JsonValue, parts: readonly string[]): readonly string[] => {
  const list = valueAt(root, parts.slice(0, -1));
  return isJsonArray(list) && list.length === 1 && parts.at(-1) === '0' ? parts.slice(0, -1) : parts;
};

const removedIndex = (root: JsonValue, edit: FieldEdit): number | undefined => {
  const parts = edit.op === 'remove' ? pointerParts(edit.path) : undefined;
  const last = parts?.at(-1);
  return parts === undefined || last === undefined || !isJsonArray(valueAt(root, parts.slice(0, -1)))
    ? undefined
    : listIndex(last);
};

const withValue = (at: JsonValue | undefined, parts: readonly string[], value: JsonValue): Result<JsonValue, string> => {
  const [part, ...rest] = parts;
  if (part === undefined) return ok(value);
  // null is "not set" to Kubernetes, so a parent that is null is made like a missing one.
  if (at === undefined || at === null) {
    if (listIndex(part) !== undefined) return fail(`The list that should hold element ${part} is not there.`);
    const inner = withValue(undefined, rest, value);
    return inner.ok ? ok(part === '-' ? [inner.value] : { [part]: inner.value }) : inner;
  }
  if (isJsonArray(at)) return withElement(at, part, rest, value);
  if (!isJsonObject(at)) return fail(`What should hold “${part}” is no object.`);
  const inner = withValue(valueAt(at, [part]), rest, value);
  return inner.ok ? ok({ ...at, [part]: inner.value }) : inner;
};

const withElement = (
  list: readonly JsonValue[],
  part: string,
  rest: readonly string[],
  value: JsonValue,
): Result<JsonValue, string> => {
  const index = part === '-' ? list.length : listIndex(part);
  if (index === undefined) return fail(`“${part}” names no element of a list.`);
  if (index > list.length || (index === list.length && part !== '-')) return fail(`The list has no element ${part}.`);
  const inner = withValue(list[index], rest, value);
  return inner.ok ? ok([...list.slice(0, index), inner.value, ...list.slice(index + 1)]) : inner;
};

const withoutValue = (at: JsonValue, parts: readonly string[]): JsonValue => {
  const [part, ...rest] = parts;
  const child = part === undefined ? undefined : valueAt(at, [part]);
  if (part === undefined || child === undefined) return at;
  if (isJsonArray(at)) {
    const index = Number(part);
    return rest.length === 0 ? at.toSpliced(index, 1) : at.with(index, withoutValue(child, rest));
  }
  if (!isJsonObject(at)) return at;
  if (rest.length > 0) return { ...at, [part]: withoutValue(child, rest) };
  return Object.fromEntries(Object.entries(at).filter(([key]) => key !== part));
};

const refused = (edit: FieldEdit, why: string): Problem =>
  problem('not-patchable', { what: `The change at ${edit.path} cannot be made.`, why, at: { field: edit.path } });
