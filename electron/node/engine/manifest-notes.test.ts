import { expect, test } from 'vitest';
import { parseManifests } from '#core/manifests/parse-manifests';
import { manifestNotes } from './manifest-notes.ts';

const check = (files: Readonly<Record<string, string>>, expected: readonly string[]): void => {
  const parsed = parseManifests(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { namespace: 'default' },
  );
  expect(manifestNotes(parsed)).toEqual(expected);
};

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';
const labelled = `${pod}  labels: {a: b}\n`;

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['nothing to say', { 'a.yaml': pod }, []],
  [
    'the same again',
    { 'a.yaml': pod, 'b.yaml': pod },
    ['1 object stands in another file too, with the same content: looked at once.'],
  ],
  [
    'another content',
    { 'a.yaml': pod, 'b.yaml': labelled },
    [
      '1 object stands in another place too, with another content (b.yaml, line 1): each is looked at. Overlays and environments are better scanned one at a time.',
    ],
  ],
  [
    'keys',
    { 'a.yaml': `${pod}  name: again\n` },
    ['1 key stands twice in one map (a.yaml, line 5): the last one counts, as kubectl takes it.'],
  ],
  [
    'many that are none',
    { 'a.yaml': pod, 'b.yaml': 'a: 1\n', 'c.yaml': '- 1\n', 'd.yaml': 'text\n', 'e.yaml': 'text\n' },
    [
      'b.yaml passed over: it has no apiVersion and kind, so it is no Kubernetes object.',
      '3 more parts of files passed over, which hold no Kubernetes object.',
    ],
  ],
])('%s', (_name, files, expected) => check(files, expected));
