import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import { at } from '#kube/pointer';
import { parseManifests } from './parse-manifests.ts';

/** Every field with its key; values are distinct words, so that a line says which field it is. */
const fieldsOf = (
  value: JsonValue | undefined,
  pointer: string,
): readonly { readonly pointer: string; readonly word: string }[] => {
  if (isJsonArray(value)) return value.flatMap((item, index) => fieldsOf(item, at(pointer, index)));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => fieldsOf(item, at(pointer, key)));
  return [{ pointer, word: String(value) }];
};

let words = 0;
const word = fc.nat().map(() => `word${(words += 1)}x`);
const key = fc.constantFrom('a', 'b.c/d', 'e~f', 'on', '0');
const { spec } = fc.letrec<{ spec: JsonValue }>(tie => ({
  spec: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.dictionary(key, tie('spec'), { minKeys: 1 }),
    fc.array(tie('spec'), { minLength: 1, maxLength: 3 }),
  ),
}));

const printers: readonly ((object: JsonValue) => string)[] = [
  object => stringify(object, { version: '1.1' }),
  object => stringify(object, { version: '1.1', indent: 4, indentSeq: false }),
  object => stringify(object, { version: '1.1' }).replaceAll('\n', '\r\n'),
  object => JSON.stringify(object, null, 2),
];

test('a field’s line holds its value, in whatever form the file is', () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 3 }), fc.constantFrom(...printers), (specs, print) => {
      const objects = specs.map((each, index): JsonValue => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p${index}` },
        spec: each,
      }));
      const [first = null] = objects;
      const text = print === printers[3] ? print(first) : objects.map(object => `# comment\n${print(object)}`).join('---\n');
      const lines = text.split(/\r?\n/);
      const parsed = parseManifests([{ path: 'a.yaml', text }], { namespace: 'default' });
      expect(parsed.problems).toEqual([]);
      for (const { raw, lineOf } of parsed.objects) {
        for (const { pointer, word: value } of fieldsOf(raw['spec'], '/spec'))
          expect(lines[lineOf(pointer) - 1]).toContain(value);
      }
    }),
    { numRuns: 300 },
  );
});
