import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, Pair, YAMLMap } from 'yaml';
import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

/** Deeper than any object that an API server takes, and more than people write by aliases. */
export const deepest = 200;
export const tooDeep = `It is nested more than ${deepest} levels deep.`;
const mostUnfolded = 200_000;

export interface Refused {
  /** Offset in the text. */
  readonly at: number;
  readonly reason: string;
  readonly code: 'too-large' | 'yaml-invalid' | 'template-raw';
}

/** A YAML node as JSON, as Kubernetes makes JSON of YAML: keys become strings, the last of two equal keys counts. */
export const jsonOfNode = (root: Node | null): { readonly value: JsonValue } | { readonly refused: Refused } => {
  const reader = new Reader();
  const value = reader.value(root, 0);
  return reader.refused === undefined ? { value } : { refused: reader.refused };
};

/** How a key reads as JSON; undefined where it can be none. */
export const keyText = (key: unknown): string | undefined => {
  if (!isScalar(key)) return typeof key === 'string' ? key : undefined;
  const { value } = key;
  return typeof value === 'string'
    ? value
    : value === null || typeof value === 'boolean' || typeof value === 'number'
      ? String(value)
      : undefined;
};

export const isMergeKey = (pair: Pair): boolean => isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';

class Reader {
  refused: Refused | undefined;
  readonly #anchors = new Map<string, Node>();
  #aliases = 0;
  #unfolded = 0;

  value(node: unknown, depth: number): JsonValue {
    if (this.refused !== undefined) return null;
    if (this.#aliases > 0) this.#unfolded += 1;
    if (this.#unfolded > mostUnfolded) return this.#refuse(node, 'Its aliases unfold to more than it may hold.', 'too-large');
    if (depth > deepest) return this.#refuse(node, tooDeep, 'too-large');
    if (isAlias(node)) return this.#alias(node, depth);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    const value = this.#plain(node, depth);
    if (anchor !== undefined && anchor !== '') this.#anchors.set(anchor, node as Node);
    return value;
  }

  #alias(node: Alias, depth: number): JsonValue {
    const target = this.#anchors.get(node.source);
    if (target === undefined) return this.#refuse(node, `The alias *${node.source} names no anchor before it.`, 'yaml-invalid');
    this.#aliases += 1;
    const value = this.value(target, depth + 1);
    this.#aliases -= 1;
    return value;
  }

  #plain(node: unknown, depth: number): JsonValue {
    if (isSeq(node)) return node.items.map(item => this.value(item, depth + 1));
    if (isMap(node)) return this.#map(node, depth);
    if (!isScalar(node)) return null;
    const { value } = node;
    return value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value))
      ? value
      : typeof value === 'number'
        ? String(value)
        : '';
  }

  #map(map: YAMLMap, depth: number): JsonValue {
    const merged: [string, JsonValue][] = [];
    const own: [string, JsonValue][] = [];
    for (const pair of map.items) {
      const key = keyText(pair.key);
      if (key === undefined) return this.#refuseKey(pair.key);
      const value = this.value(pair.value, depth + 1);
      if (isMergeKey(pair)) merged.push(...entriesOf(value));
      else own.push([key, value]);
    }
    return Object.fromEntries([...merged, ...own]);
  }

  #refuseKey(key: unknown): JsonValue {
    // `image: {{ .Values.image }}` is, to YAML, a map whose key is a map.
    const template = isMap(key);
    return this.#refuse(
      key,
      template ? 'It holds template braces {{ … }} outside quotes.' : 'A key is a list.',
      template ? 'template-raw' : 'yaml-invalid',
    );
  }

  #refuse(node: unknown, reason: string, code: Refused['code']): null {
    const at = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
    this.refused ??= { at, reason, code };
    return null;
  }
}

/** What `<<` brings in: of several maps, the first that has a key counts. */
const entriesOf = (value: JsonValue): readonly [string, JsonValue][] => {
  const maps = isJsonArray(value) ? value.toReversed() : [value];
  return maps.flatMap(map =>
    isJsonObject(map) ? Object.entries(map).map(([key, item]): [string, JsonValue] => [key, item ?? null]) : [],
  );
};
