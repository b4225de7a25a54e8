import { expect, test } from 'vitest';
import type { JsonValue } from '#contract/json';
import { lineOfPointer } from './yaml-lines.ts';
import { parseStream, readYaml } from './read-yaml.ts';

/** Each document's value, or its fault as `line: reason`. */
const check = (text: string, expected: readonly (JsonValue | string)[]): void => {
  expect(readYaml(text).map(({ value, fault }) => (fault === undefined ? value : `${fault.line}: ${fault.reason}`))).toEqual(
    expected,
  );
};

test.each<[string, string, readonly (JsonValue | string)[]]>([
  ['booleans of YAML 1.1', 'a: yes\nb: Off\nc: "no"\nd: y', [{ a: true, b: false, c: 'no', d: true }]],
  [
    'numbers',
    'a: 0777\nb: 0x1F\nc: 1_000\nd: 1e3\ne: 08\nf: -3\ng: .5\nh: 0',
    [{ a: 511, b: 31, c: 1000, d: 1000, e: 8, f: -3, g: 0.5, h: 0 }],
  ],
  [
    'text that other readers take for numbers',
    'a: 12:30\nb: 2024-01-01\nc: .\nd: e1\ne: 1.2.3\nf: .inf',
    [{ a: '12:30', b: '2024-01-01', c: '.', d: 'e1', e: '1.2.3', f: '.inf' }],
  ],
  ['nulls', 'a:\nb: ~\nc: Null\nd: ""', [{ a: null, b: null, c: null, d: '' }]],
  ['several documents', 'a: 1\n---\nb: 2\n---\n', [{ a: 1 }, { b: 2 }, null]],
  ['keys that are no text', 'on: 1\n1: 2', [{ true: 1, 1: 2 }]],
  ['anchors and merges', 'a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3', [{ a: { p: 1, q: 2 }, b: { p: 1, q: 3 } }]],
  ['the last of two equal keys', 'a: 1\na: 2', [{ a: 2 }]],
  ['a tag of its own', 'a: !custom x', [{ a: 'x' }]],
  [
    'a broken document among good ones',
    'a: 1\n---\nb: [\n---\nc: 3',
    [{ a: 1 }, '4: Flow sequence in block collection must be sufficiently indented and end with a ]', { c: 3 }],
  ],
  ['an alias of nothing', 'a: *x', ['1: The alias *x names no anchor before it.']],
  ['template braces', 'a: 1\nb: {{ .Values.b }}', ['2: It holds template braces {{ … }} outside quotes.']],
  ['JSON with tabs', '{\n\t"a": [1, "\\ud83d\\ude00"]\n}', [{ a: [1, '😀'] }]],
])('%s', (_name, text, expected) => check(text, expected));

test('duplicate keys are told with their line', () =>
  expect(readYaml('a: 1\nb: 2\na: 3')[0]?.duplicateKeys.map(({ line }) => line)).toEqual([3]));

test('a bomb of aliases is refused', () => {
  const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 8 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`).join('\n')}`;
  check(bomb, ['1: Its aliases unfold to more than it may hold.']);
});

test('depth is bounded', () => {
  check(`a: ${'['.repeat(300)}${']'.repeat(300)}`, ['1: It is nested more than 200 levels deep.']);
  expect(readYaml('['.repeat(100_000))[0]?.fault).toBeDefined();
});

const placed = `kind: X
spec:
  a: 1
  list:
  - name: p
    image: q
  - name: r
    image: s
  base: &base
    a: 0
    b: 2
  merged:
    <<: *base
`;

test.each<[string, string, number]>([
  ['a field', '/spec/a', 3],
  ['a list element', '/spec/list/1', 7],
  ['a field of an element', '/spec/list/1/name', 7],
  ['a second field of an element', '/spec/list/1/image', 8],
  ['an absent field: its nearest parent', '/spec/list/1/securityContext/privileged', 7],
  ['a merged field', '/spec/merged/b', 11],
  ['the object', '', 1],
])('line of %s', (_name, pointer, line) => {
  const stream = parseStream(placed);
  const [document] = stream?.documents ?? [];
  expect(stream && document && lineOfPointer(document, stream.lines, pointer)).toBe(line);
});
