import { expect, test } from 'vitest';
import type { CompareObject } from '#contract/compare';
import { filterObjects } from './filter.ts';

const row = (kind: string, namespace: string | null, name: string, change: CompareObject['change']): CompareObject => ({
  key: `${kind}/${namespace ?? ''}/${name}`,
  kind,
  resource: kind,
  namespace,
  name,
  section: 'objects',
  change,
  access: null,
  reason: null,
  title: `${kind} ${name} was ${change}`,
  fields: [{ path: 'spec.replicas', change: 'changed', before: '1', after: '2', leftOut: null }],
  fieldCount: 1,
  recreated: false,
  versions: null,
  replaced: null,
  who: [{ manager: 'helm', at: null }],
  causes: 0,
});

const rows = [
  row('Deployment', 'shop', 'api', 'changed'),
  row('Deployment', 'ci', 'runner', 'added'),
  row('Node', null, 'worker-1', 'removed'),
  row('Namespace', null, 'shop', 'changed'),
];

test.each<readonly [string, readonly string[]]>([
  ['', ['api', 'runner', 'worker-1', 'shop']],
  ['ns:shop', ['api', 'shop']],
  ['ns:shop,ci', ['api', 'runner', 'shop']],
  ['ns:cluster-wide', ['worker-1']],
  ['-ns:shop', ['runner', 'worker-1']],
  ['kind:deployment', ['api', 'runner']],
  ['kind:Deployment change:added', ['runner']],
  ['change:', ['api', 'runner', 'worker-1', 'shop']],
  ['name:work', ['worker-1']],
  ['severity:high', ['api', 'runner', 'worker-1', 'shop']],
  ['HELM api', ['api']],
  ['-runner', ['api', 'worker-1', 'shop']],
  ['replicas', ['api', 'runner', 'worker-1', 'shop']],
  ['"api was"', ['api']],
  ['unknown:x', []],
])('%j', (filter, names) => {
  expect(filterObjects(rows, filter).rows.map(({ name }) => name)).toStrictEqual(names);
});

test('counts are under all other terms', () => {
  const { counts, namespaces } = filterObjects(rows, 'kind:Deployment change:added ns:ci');
  expect(counts).toStrictEqual({ added: 1 });
  expect(namespaces).toStrictEqual([{ namespace: 'ci', count: 1 }]);
  expect(filterObjects(rows, 'change:added').counts).toStrictEqual({ changed: 2, added: 1, removed: 1 });
  expect(filterObjects(rows, 'ns:ci').namespaces).toContainEqual({ namespace: 'shop', count: 2 });
});
