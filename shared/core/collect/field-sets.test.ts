import { describe, expect, it } from 'vitest';
import { withoutFieldSets, withoutManagedFields } from './field-sets.ts';

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

describe('managed fields', () => {
  const check = (json: string, expected: string): void => {
    expect(withoutManagedFields(json)).toBe(expected);
  };
  const pod = (managedFields: readonly unknown[], more: object = { spec: { x: ['}]}'] } }) => ({
    metadata: { name: 'a', managedFields },
    ...more,
  });
  const plain = [entry({ 'f:spec': { 'k:{"name":"a"}': { '.': {} } } }), entry({})];
  const bracket = [entry({ 'f:spec': { 'v:["a"]}': {} } })];
  const end = '{"last":1}';
  const listed = (...items: readonly unknown[]): string => list(...items, JSON.parse(end));

  it.each<readonly [string, string, string]>([
    ['go from objects', listed(pod(plain), pod(plain)), listed(pod([]), pod([]))],
    ['and from objects that are metadata alone', listed(pod(plain, {}), pod(plain)), listed(pod([], {}), pod([]))],
    ['and from rows of a table', listed({ object: pod(plain, {}) }), listed({ object: pod([], {}) })],
    [
      'and before other metadata',
      listed({ metadata: { a: 1, managedFields: plain, name: 'a' } }),
      listed({ metadata: { a: 1, managedFields: [], name: 'a' } }),
    ],
    ['stay with a bracket in a name', listed(pod(bracket), pod(plain)), listed(pod(bracket), pod([]))],
    ['stay at the very end', list(pod(plain, {})), list(pod(plain, {}))],
    ['quoted in a text', listed({ note: list(pod(plain)) }), listed({ note: list(pod(plain)) })],
    ['none', listed({ metadata: { name: 'a' } }), listed({ metadata: { name: 'a' } })],
    ['cut in the middle', listed(pod(plain)).slice(0, 90), listed(pod(plain)).slice(0, 90)],
  ])('%s', (_, json, expected) => check(json, expected));

  it('a cut at the wrong place leaves no JSON', () => {
    const nested = listed({ metadata: { name: 'a', managedFields: [{ a: [{ b: 1 }], c: 1 }, { d: [] }] }, spec: {} });
    expect(withoutManagedFields(nested)).not.toBe(nested);
    expect(() => JSON.parse(withoutManagedFields(nested)) as unknown).toThrow(SyntaxError);
  });
});
