import { expect, test } from 'vitest';
import type { JsonValue } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Edit } from '#contract/rule';
import { applyEdits, editObject } from './apply-edits.ts';

const objectWith = (spec: JsonValue): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });

/** The spec after the edits, or the reason why they were refused. */
const check = (spec: JsonValue, edits: readonly Edit[], expected: JsonValue): void => {
  const object = objectWith(spec);
  const before = JSON.stringify(object);
  const result = applyEdits(object, edits);
  expect(result.ok ? result.value['spec'] : result.error.why).toEqual(expected);
  expect(JSON.stringify(object)).toBe(before);
};

test.each<[string, JsonValue, readonly Edit[], JsonValue]>([
  ['sets a field', { a: 1 }, [{ op: 'set', path: '/spec/a', value: 2 }], { a: 2 }],
  ['makes missing parents', {}, [{ op: 'set', path: '/spec/a/b/c', value: true }], { a: { b: { c: true } } }],
  ['treats a null parent as missing', { a: null }, [{ op: 'set', path: '/spec/a/b', value: 1 }], { a: { b: 1 } }],
  [
    'refuses an index on a missing list',
    {},
    [{ op: 'set', path: '/spec/a/0/b', value: 1 }],
    'The list that should hold element 0 is not there.',
  ],
  ['refuses a gap in a list', { a: [1] }, [{ op: 'set', path: '/spec/a/2', value: 1 }], 'The list has no element 2.'],
  ['refuses a scalar parent', { a: 'x' }, [{ op: 'set', path: '/spec/a/b', value: 1 }], 'What should hold “b” is no object.'],
  [
    'sets inside an element',
    { a: [{ n: 1 }, { n: 2 }] },
    [{ op: 'set', path: '/spec/a/1/m', value: 3 }],
    { a: [{ n: 1 }, { n: 2, m: 3 }] },
  ],
  ['appends', { a: [1] }, [{ op: 'set', path: '/spec/a/-', value: 2 }], { a: [1, 2] }],
  ['starts a list', {}, [{ op: 'set', path: '/spec/a/-', value: 2 }], { a: [2] }],
  ['unescapes', {}, [{ op: 'set', path: '/spec/a~1b~0c', value: 1 }], { 'a/b~c': 1 }],
  ['removes a field', { a: 1, b: 2 }, [{ op: 'remove', path: '/spec/a' }], { b: 2 }],
  ['removes nothing', { a: 1 }, [{ op: 'remove', path: '/spec/b/c' }], { a: 1 }],
  [
    'takes indexes as in the object given',
    { a: ['x', 'y', 'z'] },
    [
      { op: 'remove', path: '/spec/a/0' },
      { op: 'remove', path: '/spec/a/2' },
      { op: 'set', path: '/spec/a/1', value: 'Y' },
    ],
    { a: ['Y'] },
  ],
  ['keeps to what was expected', { a: 1 }, [{ op: 'set', path: '/spec/a', value: 2, expected: 1 }], { a: 2 }],
  [
    'refuses another value than expected',
    { a: 1 },
    [{ op: 'remove', path: '/spec/a', expected: 2 }],
    'The value there is not the one that the change expects.',
  ],
  [
    'compares expected objects by content',
    { a: { x: 1, y: [2] } },
    [{ op: 'remove', path: '/spec/a', expected: { y: [2], x: 1 } }],
    {},
  ],
  ['refuses the whole document', {}, [{ op: 'set', path: '', value: {} }], 'The path is no JSON Pointer to a field.'],
  ['refuses a path without a slash', {}, [{ op: 'set', path: 'spec', value: {} }], 'The path is no JSON Pointer to a field.'],
])('%s', (_name, spec, edits, expected) => check(spec, edits, expected));

test('a prototype is neither read nor written', () => {
  const result = applyEdits(objectWith({}), [{ op: 'set', path: '/spec/__proto__/polluted', value: true }]);
  expect(result.ok && Object.hasOwn(result.value['spec'] as object, '__proto__')).toBe(true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('an edit without effect is told', () => {
  const result = editObject(objectWith({}), [{ op: 'remove', path: '/spec/a' }]);
  expect(result.ok && result.value.told).toEqual(['/spec/a is not there, so nothing was removed.']);
});
