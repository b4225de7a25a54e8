import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, canonicalLines } from './canonical-json.ts';
import { memberPath, nodeConfigName, resourceOfMember, standsAt } from './member-path.ts';
import { nestsTooDeep } from './nesting.ts';

test.each<[unknown, string]>([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: -0 }, '{"b":0}'],
  [JSON.parse('{"__proto__": {"x": 1}, "A": 2}'), '{"A":2,"__proto__":{"x":1}}'],
  ['\ud800 \u2028', '"\\ud800 \u2028"'],
  [1e21, '1e+21'],
])('canonical JSON of %j', (value, expected) => expect(canonicalJson(value)).toBe(expected));

test('canonical JSON reads back as the same value, and is the same whatever the order of keys', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, field]) => [key, reversed(field)]),
    );
  };
  fc.assert(
    fc.property(fc.json(), text => {
      const value: unknown = JSON.parse(text);
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

test('lines are sorted', () => expect(canonicalLines([{ b: 1 }, { a: 2 }])).toBe('{"a":2}\n{"b":1}\n'));

describe('paths of members', () => {
  test.each<[string, string, string | undefined, string, string]>([
    ['pods', 'v1', 'shop', 'web', 'objects/core/v1/pods/shop/web.json'],
    ['namespaces', 'v1', undefined, 'shop', 'objects/core/v1/namespaces/_cluster/shop.json'],
    [
      'clusterroles.rbac.authorization.k8s.io',
      'rbac.authorization.k8s.io/v1',
      undefined,
      'system:node',
      'objects/rbac.authorization.k8s.io/v1/clusterroles/_cluster/system%3Anode.json',
    ],
    ['pods', 'v1', '_cluster', '../..', 'objects/core/v1/pods/%5Fcluster/..%2F...json'],
    ['widgets.core', 'core/v1', '..', '.', 'objects/%63ore/v1/widgets/%2E%2E/%2E.json'],
    ['pods', 'v1', 'shop', '', 'objects/core/v1/pods/shop/%.json'],
    ['pods', 'v1', 'shop', "a'b(c)*~!", 'objects/core/v1/pods/shop/a%27b%28c%29%2A%7E%21.json'],
    [nodeConfigName, 'plumbline/v1', undefined, 'node-1', 'node-config/node-1.json'],
  ])('%s %s %s %s', (resource, apiVersion, namespace, name, path) => {
    const object = { apiVersion, kind: 'X', metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
    expect(memberPath(resource, object)).toBe(path);
    expect(resourceOfMember(path)).toBe(resource);
    expect(standsAt(path, resource, object)).toBe(true);
    expect(standsAt(path.replace('.json', 'x.json'), resource, object)).toBe(false);
  });

  test.each([
    'case.json',
    'objects/core/v1/pods/web.json',
    'objects/../v1/pods/shop/web.json/',
    'node-config/a/b.json',
    'objects/core/v1/%E0%A4%A/shop/web.json',
  ])('%s is no object’s', path => expect(resourceOfMember(path)).toBeUndefined());
});

test.each<[string, boolean]>([
  ['[1]', false],
  ['[[[[[[[[[[1]]]]]]]]]]', true],
  [JSON.stringify({ text: '[[[[[[[[[[[["[[[[[[' }), false],
  [JSON.stringify(Array.from({ length: 50 }, () => [1])), false],
])('nesting of %s', (text, deep) => expect(nestsTooDeep(new TextEncoder().encode(text), 5)).toBe(deep));
