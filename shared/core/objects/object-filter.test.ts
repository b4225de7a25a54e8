import { expect, test } from 'vitest';
import { type Filterable, objectFilter } from './object-filter.ts';

const object = (kind: string, resource: string, namespace: string | null, name: string, labels = ''): Filterable => ({
  kind,
  resource,
  namespace,
  name,
  text: `${kind} ${namespace ?? ''} ${name} ${labels}`.toLowerCase(),
});

const all = [
  object('Pod', 'pods', 'shop', 'api-1', 'app=api tier=Front'),
  object('Pod', 'pods', 'shop-eu', 'web-1'),
  object('Deployment', 'deployments.apps', 'shop', 'API'),
  object('ClusterRole', 'clusterroles.rbac.authorization.k8s.io', null, 'system:node/Reader'),
  object('Role', 'roles.rbac.authorization.k8s.io', 'kube-system', 'reader'),
];

const check = (text: string | undefined, expected: readonly string[]): void => {
  const { matches } = objectFilter(text);
  expect(all.filter(matches).map(({ name }) => name)).toEqual(expected);
};

test.each<[string | undefined, readonly string[]]>([
  [undefined, all.map(({ name }) => name)],
  ['  ', all.map(({ name }) => name)],
  ['api', ['api-1', 'API']],
  ['API shop', ['api-1', 'API']],
  ['api pod', ['api-1']],
  ['tier=front', ['api-1']],
  ['system:node', ['system:node/Reader']],
  ['node/reader', ['system:node/Reader']],
  ['kind:pod', ['api-1', 'web-1']],
  ['kind:Deploy', ['API']],
  ['kind:roles.rbac', ['reader']],
  ['kind:role', ['reader']],
  ['kind:pod,deployment ns:shop', ['api-1', 'API']],
  ['ns:shop', ['api-1', 'API']],
  ['namespace:shop', ['api-1', 'API']],
  ['ns:-', ['system:node/Reader']],
  ['-ns:shop -ns:shop-eu', ['system:node/Reader', 'reader']],
  ['-pod -role', ['API']],
  ['name:api', ['api-1', 'API']],
  ['kind:', all.map(({ name }) => name)],
  ['-', ['api-1', 'web-1', 'reader']],
  ['nowhere', []],
])('%s', (text, expected) => check(text, expected));

test.each<[string, string, string, string | null, boolean, boolean]>([
  ['', 'Secret', 'secrets', null, true, true],
  ['kind:secret', 'Secret', 'secrets', 'shop', true, true],
  ['kind:pod', 'Secret', 'secrets', 'shop', true, false],
  ['ns:shop', 'Secret', 'secrets', 'infra', true, false],
  ['ns:shop', 'Secret', 'secrets', null, true, true],
  ['ns:shop', 'ClusterRole', 'clusterroles', null, false, false],
  ['anything', 'Secret', 'secrets', 'infra', true, true],
])('%s: what was not read of %s %s in %s', (text, kind, resource, namespace, namespaced, expected) =>
  expect(objectFilter(text).concerns({ kind, resource, namespace, namespaced })).toBe(expected),
);
