import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactedText } from '#contract/fact';
import type { JsonValue } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { JsonPatchOp } from '#contract/patch';
import type { Edit } from '#contract/rule';
import { applyEdits, jsonOf } from './apply-edits.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { compileJsonPatch } from './json-patch.ts';

const objectWith = (spec: JsonValue): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });

const short = ({ op, path, value }: JsonPatchOp): string =>
  `${op} ${path}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`;

const check = (spec: JsonValue, edits: readonly Edit[], operations: readonly string[], rollback: readonly string[]): void => {
  const object = objectWith(spec);
  const compiled = compileJsonPatch(object, edits);
  if (!compiled.ok) throw new Error(compiled.error.what);
  expect(compiled.value.operations.map(short)).toEqual(operations);
  expect(compiled.value.rollback.map(short)).toEqual(rollback);
  roundTrip(object, edits, compiled.value);
};

/** The patch does what the edits do, and the rollback brings the object back. */
const roundTrip = (
  object: KubeObject,
  edits: readonly Edit[],
  patch: { operations: readonly JsonPatchOp[]; rollback: readonly JsonPatchOp[] },
): void => {
  const after = applyEdits(object, edits);
  const patched = applyJsonPatch(jsonOf(object), patch.operations);
  expect(patched).toEqual({ ok: true, value: after.ok ? after.value : after.error });
  if (patched.ok) expect(applyJsonPatch(patched.value, patch.rollback)).toEqual({ ok: true, value: object });
};

const redacted = redactedText('0123456789abcdef0123456789abcdef');

test('a change inside a list element is guarded by its key and the old value', () =>
  check(
    { containers: [{ name: 'api', securityContext: { privileged: true } }] },
    [{ op: 'set', path: '/spec/containers/0/securityContext/privileged', value: false }],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/privileged true',
      'replace /spec/containers/0/securityContext/privileged false',
    ],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/privileged false',
      'replace /spec/containers/0/securityContext/privileged true',
    ],
  ));

test('a missing parent is added at once, guarded by its absence', () =>
  check(
    { containers: [{ name: 'api' }] },
    [
      { op: 'set', path: '/spec/containers/0/securityContext/capabilities/drop', value: ['ALL'] },
      { op: 'set', path: '/spec/containers/0/securityContext/privileged', value: false },
    ],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext null',
      'add /spec/containers/0/securityContext {"capabilities":{"drop":["ALL"]}}',
      'add /spec/containers/0/securityContext/privileged false',
    ],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/privileged false',
      'remove /spec/containers/0/securityContext/privileged',
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/capabilities/drop/0 "ALL"',
      'remove /spec/containers/0/securityContext',
    ],
  ));

test('the last element goes with its list: the API server would store no empty one to put it back into', () =>
  check(
    { containers: [{ name: 'api', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] },
    [{ op: 'remove', path: '/spec/containers/0/securityContext/capabilities/add/0' }],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/capabilities/add ["SYS_ADMIN"]',
      'remove /spec/containers/0/securityContext/capabilities/add',
    ],
    [
      'test /spec/containers/0/name "api"',
      'test /spec/containers/0/securityContext/capabilities/add null',
      'add /spec/containers/0/securityContext/capabilities/add ["SYS_ADMIN"]',
    ],
  ));

test('list elements are removed from the back and put back in place', () =>
  check(
    { volumes: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    [
      { op: 'remove', path: '/spec/volumes/0' },
      { op: 'remove', path: '/spec/volumes/2' },
    ],
    [
      'test /spec/volumes/2 {"name":"c"}',
      'remove /spec/volumes/2',
      'test /spec/volumes/0 {"name":"a"}',
      'remove /spec/volumes/0',
    ],
    ['add /spec/volumes/0 {"name":"a"}', 'add /spec/volumes/2 {"name":"c"}'],
  ));

test('an appended element is removed where it then stands', () =>
  check(
    { volumes: [{ name: 'a' }] },
    [{ op: 'set', path: '/spec/volumes/-', value: { name: 'tmp', emptyDir: {} } }],
    ['add /spec/volumes/- {"name":"tmp","emptyDir":{}}'],
    ['test /spec/volumes/1/name "tmp"', 'remove /spec/volumes/1'],
  ));

test('what is so already needs no operation', () =>
  check(
    { a: 1 },
    [
      { op: 'set', path: '/spec/a', value: 1 },
      { op: 'remove', path: '/spec/b' },
    ],
    [],
    [],
  ));

test('an element without a key is guarded by its scalars', () =>
  check(
    { rules: [{ verbs: ['get', '*'] }] },
    [{ op: 'remove', path: '/spec/rules/0/verbs/1' }],
    ['test /spec/rules/0/verbs/0 "get"', 'test /spec/rules/0/verbs/1 "*"', 'remove /spec/rules/0/verbs/1'],
    ['test /spec/rules/0/verbs/0 "get"', 'add /spec/rules/0/verbs/1 "*"'],
  ));

test.each<[string, Edit]>([
  ['the value itself', { op: 'set', path: '/spec/env/0/value', value: 'x' }],
  ['an element that holds it', { op: 'remove', path: '/spec/env/0' }],
  ['a new value made of it', { op: 'set', path: '/spec/args', value: [`--token=${redacted}`] }],
])('redacted: %s is refused', (_name, edit) => {
  const compiled = compileJsonPatch(objectWith({ env: [{ name: 'TOKEN', value: redacted }] }), [edit]);
  expect(compiled.ok ? compiled.value : compiled.error.code).toBe('redacted-value');
});

test('a redacted value beside the change never becomes a guard', () => {
  const compiled = compileJsonPatch(objectWith({ list: [{ secret: redacted, plain: 'x', on: true }] }), [
    { op: 'set', path: '/spec/list/0/on', value: false },
  ]);
  expect(JSON.stringify(compiled)).not.toContain('redacted');
  expect(JSON.stringify(compiled)).toContain('/spec/list/0/plain');
});

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom('x', 'y'));
const field = fc.constantFrom('a', 'b', 'c');
const spec = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.dictionary(field, tie('value'), { maxKeys: 3 }),
    fc.array(
      fc.tuple(fc.constantFrom('n1', 'n2', 'n3'), tie('value')).map(([name, a]) => ({ name, a })),
      { maxLength: 3 },
    ),
  ),
})).value;
const parts = fc.array(fc.oneof(field, fc.constantFrom('0', '1', '2', '-', 'a')), { minLength: 1, maxLength: 4 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(parts, spec).map(([path, value]): Edit => ({ op: 'set', path: `/spec/${path.join('/')}`, value })),
  parts.map((path): Edit => ({ op: 'remove', path: `/spec/${path.join('/')}` })),
);

test('whatever the edits, the patch does the same and the rollback undoes it', () => {
  let compiledOnes = 0;
  fc.assert(
    fc.property(fc.dictionary(field, spec), fc.array(edit, { minLength: 1, maxLength: 4 }), (value, edits) => {
      const object = objectWith(JSON.parse(JSON.stringify(value)) as JsonValue);
      const compiled = compileJsonPatch(object, edits);
      if (!compiled.ok) return;
      compiledOnes += 1;
      roundTrip(object, edits, compiled.value);
    }),
    { numRuns: 1000 },
  );
  expect(compiledOnes).toBeGreaterThan(200);
});
