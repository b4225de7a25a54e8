import { expect, test } from 'vitest';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { bindingObject, roleObject } from '#test/rbac/state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { createAuthorizer } from './authorizer.ts';
import { createCheck } from './batch.ts';
import { policyOf } from './policy-of.ts';

const objects = [
  roleObject('reader', ['get,list - pods', 'get /healthz']),
  roleObject('shop/own', ['get - secrets a']),
  bindingObject('devs -> reader group:devs'),
  bindingObject('shop/own -> Role:own user:ada'),
  bindingObject('accounts -> reader group:system:serviceaccounts:shop'),
];

const check = (line: unknown, expected: unknown, options: { expandGroups?: boolean; unread?: readonly string[] } = {}): void => {
  const index = createSnapshotIndex(snapshotOf({ objects, unread: options.unread ?? [] }));
  const answer = createCheck(createAuthorizer(policyOf(index)), { expandGroups: options.expandGroups ?? false });
  const { text, valid } = answer(typeof line === 'string' ? line : JSON.stringify(line));
  expect(JSON.parse(text)).toEqual(expected);
  expect(valid).toBe(!text.startsWith('{"error"'));
};

const getPods = { verb: 'get', resource: 'pods' };
const byReader = (binding: string, rule: number) => ({
  binding: { kind: 'ClusterRoleBinding', name: binding },
  role: { kind: 'ClusterRole', name: 'reader' },
  rule,
});
const byOwn = {
  binding: { kind: 'RoleBinding', namespace: 'shop', name: 'own' },
  role: { kind: 'Role', namespace: 'shop', name: 'own' },
  rule: 0,
};
const account = 'system:serviceaccount:shop:api';

test.each<[string, unknown, unknown]>([
  ['allowed', { user: 'eve', groups: ['devs'], resourceAttributes: getPods }, { allowed: true, by: [byReader('devs', 0)] }],
  [
    'by a Role',
    { user: 'ada', resourceAttributes: { verb: 'get', resource: 'secrets', namespace: 'shop', name: 'a' } },
    { allowed: true, by: [byOwn] },
  ],
  ['denied', { user: 'eve', resourceAttributes: getPods }, { allowed: false }],
  [
    'a URL',
    { groups: ['devs'], nonResourceAttributes: { verb: 'get', path: '/healthz' } },
    { allowed: true, by: [byReader('devs', 1)] },
  ],
  ['no groups are added', { user: account, resourceAttributes: getPods }, { allowed: false }],
  [
    'system:masters',
    { user: 'eve', groups: ['system:masters'], resourceAttributes: getPods },
    { allowed: true, by: [{ authorizer: 'system:masters' }] },
  ],
  ['a group without user', { groups: ['devs'], resourceAttributes: getPods }, { allowed: true, by: [byReader('devs', 0)] }],
  ['no attributes at all', { user: 'eve', resourceAttributes: {} }, { allowed: false }],
  [
    'null counts as absent',
    { user: 'eve', groups: null, resourceAttributes: getPods, nonResourceAttributes: null },
    { allowed: false },
  ],
  ['fields that nobody knows', { user: 'eve', resourceAttributes: { ...getPods, color: 'red' }, color: 1 }, { allowed: false }],
  [
    'selectors are looked at, and not counted',
    {
      groups: ['devs'],
      resourceAttributes: {
        ...getPods,
        fieldSelector: { rawSelector: 'metadata.name=a' },
        labelSelector: { requirements: [{ key: 'a', operator: 'Exists' }] },
      },
    },
    { allowed: true, by: [byReader('devs', 0)] },
  ],
])('%s', (_, line, expected) => check(line, expected));

const error = { error: expect.any(String) as string };

test.each<[string, unknown]>([
  ['no JSON', '{"user":'],
  ['an empty line', ''],
  ['no object', '[]'],
  ['null', 'null'],
  ['nobody', { resourceAttributes: getPods }],
  ['nobody, by empty lists', { user: '', groups: [], resourceAttributes: getPods }],
  ['no attributes', { user: 'eve' }],
  ['both', { user: 'eve', resourceAttributes: getPods, nonResourceAttributes: { verb: 'get', path: '/' } }],
  ['a user that is no text', { user: 1, resourceAttributes: getPods }],
  ['groups that are a text', { user: 'eve', groups: 'devs', resourceAttributes: getPods }],
  ['a group that is no text', { user: 'eve', groups: [1], resourceAttributes: getPods }],
  ['a verb that is no text', { user: 'eve', resourceAttributes: { ...getPods, verb: ['get'] } }],
  ['a version that is no text', { user: 'eve', resourceAttributes: { ...getPods, version: 1 } }],
  ['attributes that are a text', { user: 'eve', resourceAttributes: 'pods' }],
  ['extra that is no map of lists', { user: 'eve', extra: { a: 'b' }, resourceAttributes: getPods }],
  ['an empty selector', { user: 'eve', resourceAttributes: { ...getPods, fieldSelector: {} } }],
  [
    'a selector twice',
    {
      user: 'eve',
      resourceAttributes: {
        ...getPods,
        fieldSelector: { rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] },
      },
    },
  ],
  [
    'a selector without key',
    { user: 'eve', resourceAttributes: { ...getPods, fieldSelector: { requirements: [{ operator: 'Exists' }] } } },
  ],
  [
    'a selector without values',
    { user: 'eve', resourceAttributes: { ...getPods, labelSelector: { requirements: [{ key: 'a', operator: 'In' }] } } },
  ],
  [
    'a selector with values too many',
    {
      user: 'eve',
      resourceAttributes: { ...getPods, labelSelector: { requirements: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
    },
  ],
  [
    'a label that is none',
    { user: 'eve', resourceAttributes: { ...getPods, labelSelector: { requirements: [{ key: 'a b', operator: 'Exists' }] } } },
  ],
])('invalid: %s', (_, line) => check(line, error));

test('groups that authentication adds, on demand', () =>
  check(
    { user: account, resourceAttributes: getPods },
    { allowed: true, by: [byReader('accounts', 0)] },
    { expandGroups: true },
  ));

test('what was not read', () =>
  check(
    { user: 'eve', resourceAttributes: { ...getPods, namespace: 'shop' } },
    { allowed: null, needs: [{ group: 'rbac.authorization.k8s.io', resource: 'rolebindings', verb: 'list' }] },
    { unread: ['rolebindings.rbac.authorization.k8s.io'] },
  ));
