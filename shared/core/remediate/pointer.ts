import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { Pointer } from '#contract/rule';

/** The parts of an RFC 6901 pointer, unescaped; undefined where the text is none. `''` is the whole document: []. */
export const pointerParts = (pointer: Pointer): readonly string[] | undefined => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

export const pointerOf = (parts: readonly (string | number)[]): Pointer =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The index that a part names in a list; undefined where it names none (`-`, `01`, `x`). */
export const listIndex = (part: string): number | undefined => (/^(0|[1-9][0-9]{0,8})$/.test(part) ? Number(part) : undefined);

/** One step down; undefined where there is nothing. Never looks at the prototype. */
export const childOf = (value: JsonValue | undefined, part: string): JsonValue | undefined => {
  if (isJsonArray(value)) {
    const index = listIndex(part);
    return index === undefined ? undefined : value[index];
  }
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
};

export const valueAt = (root: JsonValue | undefined, parts: readonly string[]): JsonValue | undefined =>
  parts.reduce<JsonValue | undefined>((value, part) => childOf(value, part), root);
