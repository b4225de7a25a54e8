import type { JsonValue } from '#contract/json';
import type { Pointer } from '#contract/rule';
import { at, childOf, partsOf } from '#kube/pointer';

/** The parts of an RFC 6901 pointer, unescaped; undefined where the text is none. */
export const pointerParts = (pointer: Pointer): readonly string[] | undefined =>
  pointer !== '' && (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) ? undefined : partsOf(pointer);

export const pointerOf = (parts: readonly (string | number)[]): Pointer => at('', ...parts);

/** The index that a part names in a list; undefined where it names none (`-`, `01`, `x`). */
export const listIndex = (part: string): number | undefined => (/^(0|[1-9][0-9]{0,8})$/.test(part) ? Number(part) : undefined);

export const valueAt = (root: JsonValue | undefined, parts: readonly string[]): JsonValue | undefined =>
  parts.reduce<unknown>(childOf, root) as JsonValue | undefined;
