import { expect, test } from 'vitest';
import { dumpSnapshot, parseDump } from './dump.ts';

/** `group/resource namespace/name` of each object, or the problem's code and line. */
const check = (text: string, expected: readonly string[] | string): void => {
  const dump = parseDump(text, 'dump.txt');
  const seen = dump.ok
    ? dump.value.objects.map(({ raw, type }) => {
        const { namespace, name } = raw['metadata'] as Record<string, string>;
        return `${type.group}/${type.resource} ${namespace ?? '-'}/${name}`;
      })
    : `${dump.error.code}${dump.error.at?.line === undefined ? '' : `:${dump.error.at.line}`}`;
  expect(seen).toEqual(expected);
};

const pod = (name: string): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' } });
const widget = { apiVersion: 'example.com/v1', kind: 'ClusterWidget', metadata: { name: 'w', namespace: 'shop' } };

test.each<[string, string, readonly string[] | string]>([
  ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b')] }), ['/pods shop/a', '/pods shop/b']],
  [
    'a typed list whose items lack their kind',
    JSON.stringify({ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [{ metadata: { name: 'a', namespace: 'shop' } }] }),
    ['apps/deployments shop/a'],
  ],
  ['one object', JSON.stringify(pod('a')), ['/pods shop/a']],
  ['an empty list', '{"apiVersion": "v1", "kind": "List", "items": []}', []],
  [
    'YAML documents',
    'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: shop\n',
    ['/namespaces -/shop', '/pods shop/a'],
  ],
  [
    'a YAML List',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata:\n    name: n1\n',
    ['/nodes -/n1'],
  ],
  ['a scope that only the object tells', JSON.stringify(widget), ['example.com/clusterwidgets shop/w']],
  ['an object twice', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('a')] }), ['/pods shop/a']],
  ['JSON cut off', '{"apiVersion": "v1",\n"kind": "List",\n"items": [', 'json-invalid:3'],
  ['broken YAML', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a\n', 'yaml-invalid:4'],
  ['no object', '{"hello": "world"}', 'not-kubernetes'],
  ['an error status', '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure"}', 'not-kubernetes'],
  ['text', 'No resources found in default namespace.', 'not-kubernetes'],
  ['nothing', '', 'not-kubernetes'],
  ['nesting without end', '['.repeat(100_000), 'too-large'],
])('%s', (_, text, expected) => check(text, expected));

test('a broken item among good ones is a gap', () => {
  const dump = parseDump(
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('a'), { apiVersion: 'v1', kind: 'Pod', metadata: {} }] }),
    'd.json',
  );
  expect(dump.ok && [dump.value.objects.length, dump.value.gaps.map(gap => gap.state)]).toEqual([1, ['failed']]);
});

test('a snapshot of a dump is redacted and claims nothing complete', () => {
  const fingerprints = { keyId: 'k', of: () => 'f'.repeat(32) };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'shop' },
    data: { password: 'aHVudGVyMi1odW50ZXIy' },
  };
  const dump = parseDump(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret] }), 'd.json');
  if (!dump.ok) throw new Error(dump.error.what);
  const snapshot = dumpSnapshot(
    dump.value,
    { name: 'd.json', readAt: '2026-01-01T00:00:00.000Z', toolVersion: '0' },
    fingerprints,
  );
  expect(JSON.stringify([...snapshot.objects.values()])).not.toContain('aHVudGVyMi1odW50ZXIy');
  expect(snapshot.facts.map(fact => [fact.kind, fact.class])).toContainEqual(['secret-key', 'password']);
  expect(snapshot.meta.origin).toBe('dump');
  expect(new Set(snapshot.coverage.entries.map(entry => entry.state))).toEqual(new Set(['not-given']));
  expect(snapshot.coverage.entries.find(entry => entry.resource === 'secrets')?.count).toBe(1);
});
