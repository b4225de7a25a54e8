import { describe, expect, it } from 'vitest';
import { cutManagedFields } from './managed-fields.ts';

const cut = (json: string): string => {
  const bytes = Buffer.from(json);
  return bytes.toString('utf8', 0, cutManagedFields(bytes));
};

const entry = (fields: unknown) => ({ manager: 'helm', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: fields });
const list = (...items: readonly unknown[]): string => JSON.stringify({ kind: 'PodList', items });

describe('managed fields', () => {
  const check = (json: string, expected: string): void => {
    expect(cut(json)).toBe(expected);
  };
  const pod = (managedFields: readonly unknown[], more: object = { spec: { x: ['}]}', 'ü„“😀'] } }) => ({
    metadata: { name: 'a', managedFields },
    ...more,
  });
  const plain = [entry({ 'f:spec': { 'k:{"name":"ä"}': { '.': {} } } }), entry({})];
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
    ['nothing', '', ''],
  ])('%s', (_, json, expected) => check(json, expected));

  it('a cut at the wrong place leaves no JSON', () => {
    const nested = listed({ metadata: { name: 'a', managedFields: [{ a: [{ b: 1 }], c: 1 }, { d: [] }] }, spec: {} });
    expect(cut(nested)).not.toBe(nested);
    expect(() => JSON.parse(cut(nested)) as unknown).toThrow(SyntaxError);
  });

  it('of any text that is JSON is left the same without them, the same, or no JSON', () => {
    const pieces = [',"managedFields":[{', '}]', '"', '\\', '\\"', '{', '}', '[', ']', ',', ':', 'a', '}]},{"b', 'ü', 'x":"'];
    let seed = 7;
    const next = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const text = (): string => Array.from({ length: next(12) }, () => pieces[next(pieces.length)]).join('');
    const any = (depth: number): unknown =>
      [
        text(),
        [1, text()],
        { [text()]: text(), managedFields: depth > 0 ? [{ a: any(depth - 1) }, { [text()]: 1 }] : [], z: text() },
      ][next(3)];
    const without = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(without);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'managedFields' ? [] : without(each)]));
    };
    for (let round = 0; round < 3_000; round += 1) {
      const value = {
        items: [{ metadata: { name: 'a', managedFields: [{ x: any(2) }, { y: text() }], z: any(1) }, s: any(2) }, any(1)],
      };
      const left = cut(JSON.stringify(value));
      let parsed: unknown;
      try {
        parsed = JSON.parse(left);
      } catch {
        continue;
      }
      expect(without(parsed)).toEqual(without(value));
    }
  });
});
