import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonValue } from '#contract/json';
import { toYaml, yamlLines, yamlWithLines } from './to-yaml.ts';

const check = (value: JsonValue, expected: string): void => {
  expect(toYaml(value)).toBe(expected);
  expect(parse(expected, { version: '1.1' })).toEqual(value);
};

test.each<[string, JsonValue, string]>([
  ['maps, lists and empties', { a: [{ b: 1, c: [] }, 'x'], d: {}, e: null }, 'a:\n- b: 1\n  c: []\n- x\nd: {}\ne: null\n'],
  ['lists in lists', { a: [[1, 2], [3]] }, 'a:\n- - 1\n  - 2\n- - 3\n'],
  ['words of YAML 1.1', { a: 'yes', on: 'off', c: 'null' }, 'a: "yes"\n"on": "off"\nc: "null"\n'],
  [
    'numbers as text',
    { a: '8080', b: '1e3', c: '1.25', d: '0777', e: '2024-01-02', f: '0x1f' },
    'a: "8080"\nb: "1e3"\nc: "1.25"\nd: "0777"\ne: "2024-01-02"\nf: "0x1f"\n',
  ],
  [
    'text that looks like numbers',
    { a: '100m', b: '10.0.0.0/8', c: '1.25.3', d: '7d' },
    'a: 100m\nb: 10.0.0.0/8\nc: 1.25.3\nd: 7d\n',
  ],
  [
    'text with marks',
    { a: 'x: y', b: '-v', c: 'say "hi"', d: 'a #b', e: '*x' },
    'a: "x: y"\nb: "-v"\nc: say "hi"\nd: "a #b"\ne: "*x"\n',
  ],
  [
    'many lines',
    { a: 'one\ntwo\n', b: ['x\ny'], c: '  lead\nx' },
    'a: |\n  one\n  two\nb:\n- |-\n  x\n  y\nc: "  lead\\u000ax"\n'.replace('\\u000a', '\\n'),
  ],
  ['what the YAML library takes for a number', { a: 'e-0', b: 'e5' }, 'a: "e-0"\nb: "e5"\n'],
  ['what hides', { a: 'x\u202ey' }, 'a: "x\\u202ey"\n'],
])('%s', (_name, value, expected) => check(value, expected));

const jsonValue = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }) as fc.Arbitrary<JsonValue>;
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', '1', ' ', '\n', ':', '#', '-', '"', "'", '\\', '.', 'e', '\t', '{', '0') }),
);

test('every YAML reader gets back what was written', () => {
  fc.assert(
    fc.property(fc.oneof(jsonValue, fc.dictionary(text, fc.oneof(text, fc.array(text)))), value => {
      const plain = JSON.parse(JSON.stringify(value)) as JsonValue;
      for (const version of ['1.1', '1.2'] as const)
        expect(parse(toYaml(plain), { version, merge: false, stringKeys: true })).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

test('an object reads as kubectl prints it, and every field knows its line', () => {
  const yaml = yamlWithLines({
    spec: { b: [{ name: 'x', image: 'y:1' }], a: 'p\nq\n' },
    data: { k: 'v' },
    metadata: { name: 'web' },
    kind: 'K',
    apiVersion: 'v1',
  });
  expect(yaml.text).toBe(
    'apiVersion: v1\nkind: K\nmetadata:\n  name: web\nspec:\n  a: |\n    p\n    q\n  b:\n  - image: y:1\n    name: x\ndata:\n  k: v\n',
  );
  expect(yaml.lineOf('/spec/b/0/name')).toBe(11);
  expect(yaml.linesOf('/spec/a')).toEqual([6, 8]);
  expect(yaml.linesOf('/spec/b')).toEqual([9, 11]);
  expect(yaml.lineOf('/spec/c')).toBeUndefined();
});

test('a hostile size or depth stays bounded', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`) as JsonValue;
  expect(toYaml(deep).length).toBeLessThan(40_000);
  expect(yamlLines({ a: 'x'.repeat(5_000_000) }, { longest: 10 }).text).toBe('a: "xxxxxxxxxx… (4999990 more characters)"\n');
});
