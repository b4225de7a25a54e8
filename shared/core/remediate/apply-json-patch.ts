import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { JsonPatchOp } from '#contract/patch';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import { jsonEqual } from './json-equal.ts';
import { listIndex, pointerParts, valueAt } from './pointer.ts';

/** The first operation that does not apply, by its place in the list. */
export interface PatchFailure {
  readonly index: number;
  readonly operation: JsonPatchOp;
}

/**
 * RFC 6902 as the API server and kustomize apply it: a `test` for null also holds where the field is absent (both use the
 * same Go library), which is how a guard says "nobody has set this since".
 */
export const applyJsonPatch = (value: JsonValue, operations: readonly JsonPatchOp[]): Result<JsonValue, PatchFailure> => {
  let root = value;
  for (const [index, operation] of operations.entries()) {
    const parts = pointerParts(operation.path);
    const next = parts === undefined ? undefined : applyOne(root, parts, operation);
    if (next === undefined) return fail({ index, operation });
    root = next;
  }
  return ok(root);
};

const applyOne = (root: JsonValue, parts: readonly string[], operation: JsonPatchOp): JsonValue | undefined => {
  if (operation.op === 'test')
    return jsonEqual(valueAt(root, parts) ?? null, operation.value ?? null) && hasParent(root, parts) ? root : undefined;
  return changed(root, parts, operation);
};

const hasParent = (root: JsonValue, parts: readonly string[]): boolean => {
  const parent = valueAt(root, parts.slice(0, -1));
  const last = parts.at(-1) ?? '';
  return isJsonArray(parent) ? (listIndex(last) ?? Infinity) < parent.length : isJsonObject(parent) || parts.length === 0;
};

const changed = (at: JsonValue | undefined, parts: readonly string[], operation: JsonPatchOp): JsonValue | undefined => {
  const [part, ...rest] = parts;
  if (part === undefined) return operation.op === 'remove' ? undefined : (operation.value ?? null);
  if (isJsonArray(at)) return changedList(at, part, rest, operation);
  if (!isJsonObject(at)) return undefined;
  const there = Object.hasOwn(at, part);
  if (rest.length === 0 && operation.op === 'add') return { ...at, [part]: operation.value ?? null };
  if (!there) return undefined;
  if (rest.length === 0 && operation.op === 'remove')
    return Object.fromEntries(Object.entries(at).filter(([key]) => key !== part));
  const inner = changed(at[part], rest, operation);
  return inner === undefined ? undefined : { ...at, [part]: inner };
};

const changedList = (
  list: readonly JsonValue[],
  part: string,
  rest: readonly string[],
  operation: JsonPatchOp,
): JsonValue | undefined => {
  const index = part === '-' && operation.op === 'add' ? list.length : listIndex(part);
  if (index === undefined || index > list.length) return undefined;
  if (rest.length === 0 && operation.op === 'add') return list.toSpliced(index, 0, operation.value ?? null);
  if (index === list.length) return undefined;
  if (rest.length === 0 && operation.op === 'remove') return list.toSpliced(index, 1);
  const inner = changed(list[index], rest, operation);
  return inner === undefined ? undefined : list.with(index, inner);
};
