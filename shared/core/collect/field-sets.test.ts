import { describe, expect, it } from 'vitest';
import { withoutFieldSets } from './field-sets.ts';

const entry = (fields: unknown) => ({
  manager: 'helm',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1: fields,
  subresource: 'status',
});
const list = (...items: readonly unknown[]): string => JSON.stringify({ kind: 'PodList', items });

describe('field sets', () => {
  const check = (json: string, expected: string): void => {
    expect(withoutFieldSets(json)).toBe(expected);
  };
  const owned = { 'f:spec': { 'k:{"name":"a\\"}{"}': { '.': {}, 'f:image': {} } } };
  const pod = (fields: unknown) => ({ metadata: { name: 'a', managedFields: [entry(fields), entry(fields)] }, spec: { x: '}' } });

  it.each<readonly [string, string, string]>([
    ['each is emptied, with quotes and braces in its keys', list(pod(owned), pod(owned)), list(pod({}), pod({}))],
    ['an empty one stays', list(pod({})), list(pod({}))],
    ['none', list({ metadata: { name: 'a' } }), list({ metadata: { name: 'a' } })],
    ['one that is only quoted in a text', list({ note: list(pod(owned)) }), list({ note: list(pod(owned)) })],
    ['cut in the middle: as it came', list(pod(owned)).slice(0, 120), list(pod(owned)).slice(0, 120)],
    ['cut inside a string', list(pod(owned)).slice(0, 135), list(pod(owned)).slice(0, 135)],
    ['nothing', '', ''],
  ])('%s', (_, json, expected) => check(json, expected));
});
