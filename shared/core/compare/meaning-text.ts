import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import { listKind } from './list-kinds.ts';
import { canonicalQuantity, isQuantity } from './quantity.ts';

/** A value as one text that is the same for all ways to write the same: to find equal elements of sets. */
export const meaningText = (value: JsonValue, names: readonly string[], isBuiltin: boolean): string => {
  if (isJsonArray(value)) {
    const texts = value.map(element => meaningText(element, names, isBuiltin));
    const kind = listKind(names.at(-1) ?? '', isBuiltin);
    const ordered = kind.is === 'sequence' || (kind.is === 'keyed' && kind.ordered === true);
    return `[${(ordered ? texts : texts.sort()).join(',')}]`;
  }
  if (isJsonObject(value))
    return `{${Object.keys(value)
      .filter(key => value[key] !== undefined && value[key] !== null)
      .sort()
      .map(key => `${JSON.stringify(key)}:${meaningText(value[key] ?? null, [...names, key], isBuiltin)}`)
      .join(',')}}`;
  const quantity = isQuantity(names) ? canonicalQuantity(value) : undefined;
  return quantity === undefined ? JSON.stringify(value) : `q${quantity}`;
};
