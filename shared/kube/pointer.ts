import { isJsonArray, isJsonObject } from '#contract/json';
import type { Pointer } from '#contract/rule';

const escapePart = (part: string): string =>
  part.includes('~') || part.includes('/') ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part;

/** Appends parts to an RFC 6901 pointer, escaped: `at('/spec', 'containers', 0)`. */
export const at = (base: Pointer, ...parts: readonly (string | number)[]): Pointer => {
  let pointer = base;
  for (const part of parts) pointer += typeof part === 'number' ? `/${part}` : `/${escapePart(part)}`;
  return pointer;
};

/** The unescaped parts; `''` is the whole document: []. */
export const partsOf = (pointer: Pointer): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map(part => (part.includes('~') ? part.replaceAll('~1', '/').replaceAll('~0', '~') : part));

/** One step down; undefined where there is nothing. Never looks at the prototype. */
export const childOf = (value: unknown, part: string): unknown => {
  if (isJsonArray(value)) return /^(0|[1-9]\d{0,8})$/.test(part) ? value[Number(part)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
};

export const valueAt = (root: unknown, pointer: Pointer): unknown => partsOf(pointer).reduce(childOf, root);

export const parentOf = (pointer: Pointer): Pointer => pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
