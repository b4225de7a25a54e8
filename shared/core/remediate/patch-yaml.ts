import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Edit } from '#contract/rule';
import { jsonOf } from './apply-edits.ts';
import { listIndex, pointerParts } from './pointer.ts';
import { yamlWithLines } from './to-yaml.ts';

/** Before and after together must fit a reply of 1 MiB as JSON. */
const mostCharacters = 150_000;
const longestString = 2000;

/** YAML of an object before and after a change: whole without its status, or, where that is too long, what is around the change. */
export const patchYaml = (
  before: KubeObject,
  after: KubeObject,
  edits: readonly Edit[],
): { readonly before: string; readonly after: string } => {
  const whole = { before: shown(withoutStatus(before)), after: shown(withoutStatus(after)) };
  if (whole.before.length <= mostCharacters && whole.after.length <= mostCharacters) return whole;
  const paths = edits.flatMap(edit => (edit.op === 'create' ? [] : [aroundOf(pointerParts(edit.path) ?? [])]));
  return { before: cut(shown(around(before, paths))), after: cut(shown(around(after, paths))) };
};

const shown = (object: KubeObject): string => yamlWithLines(object, longestString).text;

const cut = (text: string): string =>
  text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n# … ${text.length - mostCharacters} more characters\n`;

const withoutStatus = (object: KubeObject): KubeObject => {
  const { status: _status, ...rest } = object;
  return rest;
};

/** A removed element moves those behind it, so its whole list is kept. */
const aroundOf = (parts: readonly string[]): readonly string[] =>
  listIndex(parts.at(-1) ?? '') !== undefined || parts.at(-1) === '-' ? parts.slice(0, -1) : parts;

const around = (object: KubeObject, paths: readonly (readonly string[])[]): KubeObject => {
  const { name, namespace } = object.metadata;
  const identity = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: namespace === undefined ? { name } : { name, namespace },
  };
  const kept = keep(jsonOf(object), paths);
  return {
    ...identity,
    ...(isJsonObject(kept) ? kept : {}),
    metadata: { ...identity.metadata, ...(isJsonObject(kept) && isJsonObject(kept['metadata']) ? kept['metadata'] : {}) },
  };
};

const keep = (value: JsonValue, paths: readonly (readonly string[])[]): JsonValue => {
  if (paths.some(path => path.length === 0)) return value;
  const below = (part: string): readonly (readonly string[])[] =>
    paths.filter(path => path[0] === part).map(path => path.slice(1));
  if (isJsonArray(value))
    return value.flatMap((item, index) => (below(String(index)).length === 0 ? [] : [keep(item, below(String(index)))]));
  if (!isJsonObject(value)) return value;
  const kept: JsonObject = Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key === 'name' && typeof item === 'string') return [[key, item]];
      return item === undefined || below(key).length === 0 ? [] : [[key, keep(item, below(key))]];
    }),
  );
  return kept;
};
