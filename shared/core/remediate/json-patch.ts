import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { JsonPatchOp } from '#contract/patch';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { Edit, Pointer } from '#contract/rule';
import type { FieldEdit } from './apply-edits.ts';
import { editObject, inOrder, jsonOf, removedPlace } from './apply-edits.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { listIndex, pointerOf, pointerParts, valueAt } from './pointer.ts';
import { holdsRedacted } from './redacted-values.ts';

export interface JsonPatch {
  readonly operations: readonly JsonPatchOp[];
  /** The inverse. Its guards are on the values set, not on whole objects: the server fills in defaults beside them. */
  readonly rollback: readonly JsonPatchOp[];
}

/** Larger old values are not guarded whole; the keys of the list elements on the way still are. */
const largestGuard = 4096;
const mostLeaves = 40;

/**
 * RFC 6902 of edits against the object as captured, `test` before each change. There is no guard on resourceVersion: any
 * status update moves it, so that a patch kept for review would never apply; the guards name what the change relies on.
 */
export const compileJsonPatch = (object: KubeObject, edits: readonly Edit[]): Result<JsonPatch, Problem> => {
  const checked = editObject(object, edits);
  if (!checked.ok) return checked;
  const compiled: Compiled = { root: jsonOf(object), operations: [], rollback: [], guarded: new Set(), made: [] };
  for (const edit of inOrder(jsonOf(object), edits)) {
    const refusal = compileEdit(compiled, edit);
    if (refusal !== undefined) return fail(refusal);
  }
  return ok({ operations: compiled.operations, rollback: compiled.rollback.toReversed().flat() });
};

interface Compiled {
  root: JsonValue;
  readonly operations: JsonPatchOp[];
  /** One group an edit, so that the last is undone first. */
  readonly rollback: JsonPatchOp[][];
  /** Guards that still hold: no need to say them again. */
  readonly guarded: Set<string>;
  /** What this patch made itself: it knows what stands there. */
  readonly made: Pointer[];
}

interface Change {
  readonly operation: JsonPatchOp;
  readonly guards: readonly JsonPatchOp[];
  readonly undo: readonly JsonPatchOp[];
}

const compileEdit = (compiled: Compiled, edit: FieldEdit): Problem | undefined => {
  const named = pointerParts(edit.path) ?? [];
  const parts = edit.op === 'remove' ? removedPlace(compiled.root, named) : named;
  const old = valueAt(compiled.root, parts);
  if (edit.op === 'remove' && old === undefined) return undefined;
  if (holdsRedacted(old) || (edit.op === 'set' && holdsRedacted(edit.value))) return touchesRedacted(edit.path);
  const change = edit.op === 'remove' ? removal(compiled.root, parts, old ?? null) : setting(compiled.root, parts, edit.value);
  if (change === undefined) return undefined;
  const keys = keyGuards(compiled.root, parts);
  const own = compiled.made.some(path => change.operation.path.startsWith(`${path}/`)) ? [] : change.guards;
  for (const guard of [...keys, ...own]) {
    const text = JSON.stringify(guard);
    if (!compiled.guarded.has(text)) compiled.operations.push(guard);
    compiled.guarded.add(text);
  }
  const next = applyJsonPatch(compiled.root, [change.operation]);
  if (!next.ok)
    return problem('not-patchable', {
      what: `The change at ${edit.path} cannot be written as a JSON Patch.`,
      why: 'Two changes of one place exclude each other.',
    });
  compiled.operations.push(change.operation);
  compiled.rollback.push([...keyGuards(next.value, parts), ...change.undo]);
  compiled.root = next.value;
  if (change.operation.op === 'add') compiled.made.push(change.operation.path);
  // Indexes behind a removed element have moved: guards said before count no more.
  if (change.operation.op === 'remove') compiled.guarded.clear();
  return undefined;
};

const removal = (root: JsonValue, parts: readonly string[], old: JsonValue): Change => {
  const path = pointerOf(parts);
  const inList = isJsonArray(valueAt(root, parts.slice(0, -1)));
  return {
    operation: { op: 'remove', path },
    guards: valueGuards(path, old),
    undo: [...(inList ? [] : [absent(path)]), { op: 'add', path, value: mutable(old) }],
  };
};

const setting = (root: JsonValue, parts: readonly string[], value: JsonValue): Change | undefined => {
  const depth = parts.findIndex((_, index) => (valueAt(root, parts.slice(0, index + 1)) ?? null) === null);
  if (depth < 0) return replacement(root, parts, value);
  // The first missing parent is added with all below it in one operation.
  const at = parts.slice(0, depth + 1);
  const added = parts
    .slice(depth + 1)
    .reduceRight<JsonValue>((inner, part) => (part === '-' ? [inner] : { [part]: inner }), value);
  const list = valueAt(root, at.slice(0, -1));
  const appended = isJsonArray(list);
  const final = pointerOf(appended ? [...at.slice(0, -1), String(list.length)] : at);
  return {
    operation: { op: 'add', path: pointerOf(at), value: mutable(added) },
    guards: appended ? [] : [absent(pointerOf(at))],
    undo: [...leafGuards(final, added), { op: 'remove', path: final }],
  };
};

const replacement = (root: JsonValue, parts: readonly string[], value: JsonValue): Change | undefined => {
  const old = valueAt(root, parts) ?? null;
  const path = pointerOf(parts);
  if (JSON.stringify(old) === JSON.stringify(value)) return undefined;
  return {
    operation: { op: 'replace', path, value: mutable(value) },
    guards: valueGuards(path, old),
    undo: [...leafGuards(path, value), { op: 'replace', path, value: mutable(old) }],
  };
};

/** For each list element on the way: that it is still the one that was meant. */
const keyGuards = (root: JsonValue, parts: readonly string[]): readonly JsonPatchOp[] =>
  parts.slice(0, -1).flatMap((part, index) => {
    const at = parts.slice(0, index + 1);
    if (listIndex(part) === undefined || !isJsonArray(valueAt(root, at.slice(0, -1)))) return [];
    return elementGuards(pointerOf(at), valueAt(root, at));
  });

/** Fields by which Kubernetes tells the elements of its lists apart. */
const elementKeys = [
  'name',
  'mountPath',
  'devicePath',
  'containerPort',
  'port',
  'ip',
  'topologyKey',
  'type',
  'host',
  'key',
  'uid',
] as const;

const elementGuards = (path: Pointer, element: JsonValue | undefined): readonly JsonPatchOp[] => {
  if (!isJsonObject(element)) return [];
  const key = elementKeys.find(name => ['string', 'number'].includes(typeof element[name]) && !holdsRedacted(element[name]));
  return key === undefined
    ? leafGuards(path, element)
    : [{ op: 'test', path: `${path}/${key}`, value: mutable(element[key] ?? null) }];
};

const valueGuards = (path: Pointer, value: JsonValue): readonly JsonPatchOp[] =>
  JSON.stringify(value).length > largestGuard || holdsRedacted(value)
    ? leafGuards(path, value)
    : [{ op: 'test', path, value: mutable(value) }];

/** Tests of the scalars inside a value; what is redacted or long is left out. */
const leafGuards = (path: Pointer, value: JsonValue): readonly JsonPatchOp[] => {
  const leaves: JsonPatchOp[] = [];
  const visit = (at: Pointer, item: JsonValue | undefined): void => {
    if (leaves.length >= mostLeaves || item === undefined || item === null) return;
    if (isJsonArray(item)) item.forEach((inner, index) => visit(`${at}/${index}`, inner));
    else if (isJsonObject(item)) for (const [key, inner] of Object.entries(item)) visit(`${at}${pointerOf([key])}`, inner);
    else if (!holdsRedacted(item) && String(item).length <= largestGuard) leaves.push({ op: 'test', path: at, value: item });
  };
  visit(path, value);
  return leaves;
};

const absent = (path: Pointer): JsonPatchOp => ({ op: 'test', path, value: null });

/** The schema's type of a value is writable; ours is not. Nobody writes. */
const mutable = (value: JsonValue): NonNullable<JsonPatchOp['value']> => value as NonNullable<JsonPatchOp['value']>;

const touchesRedacted = (path: Pointer): Problem =>
  problem('redacted-value', {
    what: `The change at ${path} touches a value that was redacted.`,
    why: 'Its true value was never kept, so neither the change nor its rollback could be written.',
    at: { field: path },
  });
