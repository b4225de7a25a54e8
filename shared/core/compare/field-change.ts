import type { FieldChange } from '#contract/compare';
import { isJsonArray, isJsonObject, type JsonValue } from '#contract/json';
import { toYaml } from '#core/remediate/to-yaml';
import { scalarText } from '#core/remediate/yaml-scalar';
import type { Difference } from './diff-values.ts';

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Before a large value is written out, it is looked at: a hostile object may hold megabytes in one field. */
const flat = (value: JsonValue, most: number): string => {
  if (typeof value === 'string') return scalarText(cut(value, most));
  if (isJsonArray(value))
    return `[${value
      .slice(0, 40)
      .map(item => flat(item, most))
      .join(', ')}${value.length > 40 ? ', …' : ''}]`;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).slice(0, 40);
    return `{${entries.map(([key, child]) => `${scalarText(key)}: ${flat(child ?? null, most)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
};

/** A value on one line, at most `most` characters. */
export const valueLine = (value: JsonValue, most: number): string => cut(flat(value, most), most);

const yamlText = (value: JsonValue, most: number): string =>
  cut(isJsonArray(value) || isJsonObject(value) ? toYaml(value).trimEnd() : flat(value, most), most);

const mostPath = 400;

export const fieldChange = (difference: Difference, most: number, form: 'line' | 'yaml'): FieldChange => {
  const text = (value: JsonValue | undefined): string | null =>
    value === undefined ? null : form === 'line' ? valueLine(value, most) : yamlText(value, most);
  return {
    path: cut(difference.path, mostPath),
    change: difference.change,
    before: text(difference.before),
    after: text(difference.after),
    leftOut: difference.leftOut,
  };
};
