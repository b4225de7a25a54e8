import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isRedacted } from '#contract/fact';
import { isJsonArray, isJsonObject } from '#contract/json';
import { nameInKey, type KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import { typeOfKind } from '#kube/builtin-resources';
import { childOf, partsOf } from '#kube/pointer';

const encoder = new TextEncoder();

export const hash32 = (text: string): string => bytesToHex(sha256(encoder.encode(text))).slice(0, 32);

/** Content in a fixed order of keys, without what was redacted: fingerprints differ by library, ids must not. */
const canonical = (value: unknown): string => {
  if (isJsonArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isJsonObject(value)) {
    return `{${Object.keys(value)
      .toSorted()
      .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  }
  return isRedacted(value) ? '"«»"' : (JSON.stringify(value) ?? 'null');
};

const keyed = (value: unknown, keys: readonly string[]): string | undefined => {
  if (!isJsonObject(value)) return undefined;
  const found = keys.filter(key => typeof value[key] === 'string' || typeof value[key] === 'number');
  return found.length === 0 ? undefined : found.map(key => `${key}=${String(value[key] as string | number)}`).join(',');
};

const listKeys: readonly (readonly string[])[] = [
  ['containerPort', 'protocol'],
  ['kind', 'namespace', 'name'],
  ['name'],
  ['mountPath'],
  ['key'],
  ['host'],
  ['path'],
  ['port', 'protocol'],
];

/** The list keys of Kubernetes, in the order tried; `kind` counts only beside a name (the subjects of a binding). */
const findKey = (element: unknown): string => {
  if (isJsonObject(element))
    for (const keys of listKeys) {
      const first = element[keys[0] ?? ''];
      if (first === undefined || (keys[0] === 'kind' && typeof first !== 'string')) continue;
      const key = keyed(element, keys);
      if (key !== undefined) return key;
    }
  return hash32(canonical(element)).slice(0, 16);
};

// Each rule that finds something in a container asks for the keys of all containers before it.
const elementKeys = new WeakMap<object, string>();

const elementKey = (element: unknown): string => {
  if (!isJsonObject(element)) return findKey(element);
  const known = elementKeys.get(element);
  if (known !== undefined) return known;
  const key = findKey(element);
  elementKeys.set(element, key);
  return key;
};

/** `/spec/containers/0/ports/1` as `spec/containers[name=api]/ports[containerPort=80,protocol=TCP]`. */
export const pathByKeys = (object: KubeObject, pointer: Pointer, prefix: Pointer): string => {
  let at: unknown = object;
  const words: string[] = [];
  for (const part of partsOf(pointer)) {
    const next = childOf(at, part);
    if (isJsonArray(at) && next !== undefined) {
      const key = elementKey(next);
      let before = 0;
      for (let index = Number(part) - 1; index >= 0; index -= 1) if (elementKey(at[index]) === key) before += 1;
      words.push(`[${key}${before === 0 ? '' : `#${before + 1}`}]`);
    } else words.push(`/${part}`);
    at = next;
  }
  return words.slice(partsOf(prefix).length).join('');
};

const identityOf = (object: KubeObject): string =>
  `${typeOfKind(object.apiVersion, object.kind).group}/${object.kind}/${object.metadata.namespace ?? ''}/${nameInKey(object.metadata)}`;

export interface Fingerprinted {
  readonly ruleId: string;
  readonly root: KubeObject;
  /** What holds the field, where that is neither the root nor one replica of many. */
  readonly child: KubeObject | undefined;
  readonly path: string;
}

/** The text whose hash is a finding's id: the same for every replica and every run. */
export const identityText = ({ ruleId, root, child, path }: Fingerprinted): string =>
  [ruleId, identityOf(root), child === undefined ? '' : identityOf(child), path].join('\n');
