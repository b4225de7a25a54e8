import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { accessFrom, bindingObject, roleObject } from '#test/rbac/state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { type Authorizer, createAuthorizer } from './authorizer.ts';
import { grantOf } from './grants.ts';
import type { Requester } from './policy.ts';
import { policyOf } from './policy-of.ts';

const authorizerOf = (objects: readonly KubeObject[], unread: readonly string[] = []): Authorizer =>
  createAuthorizer(policyOf(createSnapshotIndex(snapshotOf({ objects, unread }))));

/** `ada` or `ada devs,ops`; `-` for no user. */
const requesterOf = (text: string): Requester => {
  const [user = '', groups] = text.split(' ');
  return { user: user === '-' ? '' : user, groups: groups === undefined ? [] : groups.split(',') };
};

const yesOrNo = (authorizer: Authorizer, requester: string, access: string): string => {
  const decision = authorizer.decide(requesterOf(requester), accessFrom(access));
  return decision.allowed === null ? 'unknown' : decision.allowed ? 'yes' : 'no';
};

interface Table {
  readonly objects: readonly KubeObject[];
  readonly yes: readonly (readonly [string, string])[];
  readonly no: readonly (readonly [string, string])[];
}

const adminIn = (namespace: string, ...rules: readonly string[]): readonly KubeObject[] => [
  roleObject('admin', rules),
  bindingObject(`${namespace}/admins -> admin user:admin group:admins`),
];

// The cases of Kubernetes' own TestAuthorizer.
test.each<[string, Table]>([
  [
    'a ClusterRole in one namespace',
    {
      objects: adminIn('ns1', '* * *'),
      yes: [
        ['admin', 'get - Pods ns1'],
        ['admin', 'watch - Pods ns1'],
        ['admin group1', 'watch - Foobar ns1'],
        ['joe admins', 'watch - Foobar ns1'],
        ['joe group1,admins', 'watch - Foobar ns1'],
      ],
      no: [
        ['admin', 'GET - Pods ns2'],
        ['admin', 'GET - Nodes'],
        ['admin admins', 'GET - Pods ns2'],
        ['admin admins', 'GET - Nodes'],
      ],
    },
  ],
  [
    'URLs',
    {
      objects: [
        roleObject('getter', ['get /apis']),
        roleObject('any', ['* /apis']),
        roleObject('prefix', ['get /apis/*']),
        bindingObject('a -> getter user:foo group:bar'),
        bindingObject('b -> any user:admin group:admin'),
        bindingObject('c -> prefix user:prefixed group:prefixed'),
      ],
      yes: [
        ['foo', 'get /apis'],
        ['- bar', 'get /apis'],
        ['admin', 'get /apis'],
        ['- admin', 'get /apis'],
        ['admin', 'watch /apis'],
        ['- admin', 'watch /apis'],
        ['prefixed', 'get /apis/v1'],
        ['- prefixed', 'get /apis/v1'],
        ['prefixed', 'get /apis/v1/foobar'],
        ['- prefixed', 'get /apis/v1/foobar'],
      ],
      no: [
        ['foo', 'watch /apis'],
        ['- bar', 'watch /apis'],
        ['foo', 'get /api/v1'],
        ['- bar', 'get /api/v1'],
        ['admin', 'get /api/v1'],
        ['- admin', 'get /api/v1'],
        ['prefixed', 'get /api/v1'],
        ['- prefixed', 'get /api/v1'],
      ],
    },
  ],
  [
    'a resource',
    { objects: adminIn('ns1', '* * pods'), yes: [['admin', 'get - pods ns1']], no: [['admin', 'get - pods/status ns1']] },
  ],
  [
    'subresources',
    {
      objects: adminIn('ns1', '* * pods/status', '* * */scale'),
      yes: [
        ['admin', 'get - pods/status ns1'],
        ['admin', 'get - pods/scale ns1'],
        ['admin', 'get - deployments/scale ns1'],
        ['admin', 'get - anything/scale ns1'],
      ],
      no: [['admin', 'get - pods ns1']],
    },
  ],
])('upstream: %s', (_, { objects, yes, no }) => {
  const authorizer = authorizerOf(objects);
  for (const [requester, access] of yes)
    expect(`${requester} ${access}: ${yesOrNo(authorizer, requester, access)}`).toBe(`${requester} ${access}: yes`);
  for (const [requester, access] of no)
    expect(`${requester} ${access}: ${yesOrNo(authorizer, requester, access)}`).toBe(`${requester} ${access}: no`);
});

const resolved = [
  roleObject('namespace1/readthings', ['get,watch v1 pods', 'get,watch v1 services']),
  roleObject('cluster-admin', ['* * *']),
  roleObject('write-nodes', ['create,update v1 nodes']),
  bindingObject('namespace1/b -> Role:readthings user:foobar group:group1'),
  bindingObject('b -> cluster-admin user:admin group:admin'),
];

// The cases of Kubernetes' own TestDefaultRuleResolver.
test.each<[string, string, readonly string[]]>([
  ['foobar', 'namespace1', ['pods', 'services']],
  ['foobar', 'namespace2', []],
  ['foobar admin', '', ['*']],
  ['-', '', []],
])('rules of %s in %j', (requester, namespace, expected) => {
  const rules = authorizerOf(resolved).rulesOf(requesterOf(requester), namespace);
  expect(rules.map(({ rule }) => rule.resources.join(','))).toEqual(expected);
});

const shop = [
  roleObject('reader', ['get,list - pods', 'get - pods a', 'get /healthz']),
  roleObject('shop/reader', ['get - secrets', 'get,patch - namespaces']),
  bindingObject('everywhere -> reader group:devs user:ada'),
  bindingObject('shop/here -> reader user:ada group:devs user:ada'),
  bindingObject('shop/own -> Role:reader sa:api sa:other/api'),
  bindingObject('shop/elsewhere -> Role:missing user:eve'),
  bindingObject('odd -> Role:reader user:eve'),
  bindingObject('dormant -> missing user:eve'),
  bindingObject('homeless -> reader sa:api'),
  bindingObject('shop/url -> reader user:url'),
];

/** Every grant as `binding rule subject`. */
const checkGrants = (requester: string, access: string, expected: readonly string[]): void => {
  const authorizer = authorizerOf(shop);
  const decision = authorizer.decide(requesterOf(requester), accessFrom(access));
  const grants = decision.allowed === true ? decision.grants.map(grant => grantOf(authorizer.policy, grant)) : [];
  const found = grants.map(
    ({ binding, rule, subject }) => `${binding.namespace ?? '-'}/${binding.name} ${String(rule)} ${subject}`,
  );
  expect(decision.allowed === true).toBe(expected.length > 0);
  expect(found).toEqual(expected);
};

const api = 'system:serviceaccount:shop:api';

test.each<[string, string, string, readonly string[]]>([
  [
    'all of them, cluster-wide ones first',
    'ada',
    'get - pods shop a',
    ['-/everywhere 0 user:ada', '-/everywhere 1 user:ada', 'shop/here 0 user:ada', 'shop/here 1 user:ada'],
  ],
  [
    'the first subject of a binding that fits',
    'ada devs',
    'list - pods shop',
    ['-/everywhere 0 group:devs', 'shop/here 0 user:ada'],
  ],
  ['by a group', 'eve devs', 'list - pods shop', ['-/everywhere 0 group:devs', 'shop/here 0 group:devs']],
  ['in another namespace', 'ada', 'list - pods other', ['-/everywhere 0 user:ada']],
  ['in all namespaces', 'ada', 'list - pods', ['-/everywhere 0 user:ada']],
  ['a URL, by no RoleBinding', 'ada', 'get /healthz', ['-/everywhere 2 user:ada']],
  ['an account of the binding’s namespace', api, 'get - secrets shop', ['shop/own 0 sa:shop/api']],
  ['an account of another', 'system:serviceaccount:other:api', 'get - secrets shop', ['shop/own 0 sa:other/api']],
  ['the namespace itself', api, 'patch - namespaces shop shop', ['shop/own 1 sa:shop/api']],
  ['another namespace itself', api, 'patch - namespaces other other', []],
  ['a URL by a RoleBinding alone', 'url', 'get /healthz', []],
  ['missing roles and a Role in a ClusterRoleBinding give nothing', 'eve', 'get - secrets shop', []],
  ['an account without namespace in a ClusterRoleBinding', api, 'list - pods shop', []],
])('grants: %s', (_, requester, access, expected) => checkGrants(requester, access, expected));

test('system:masters is ahead of RBAC', () => {
  const decision = authorizerOf(shop).decide(requesterOf('ada system:masters'), accessFrom('list - pods shop'));
  expect(decision).toEqual({
    allowed: true,
    authorizer: 'system:masters',
    grants: [
      { binding: expect.any(Number) as number, rule: 0, subject: 1 },
      { binding: expect.any(Number) as number, rule: 0, subject: 0 },
    ],
  });
});

const g = 'rbac.authorization.k8s.io';
const needs = (authorizer: Authorizer, requester: string, access: string): string => {
  const decision = authorizer.decide(requesterOf(requester), accessFrom(access));
  if (decision.allowed !== null) return String(decision.allowed);
  return decision.needs
    .map(({ resource, verb, namespace }) => `${verb} ${resource}${namespace === undefined ? '' : ` in ${namespace}`}`)
    .join(', ');
};

test.each<[string, readonly string[], string, string, string]>([
  ['all read', [], 'eve', 'get - pods shop', 'false'],
  ['no ClusterRoleBindings', [`clusterrolebindings.${g}`], 'eve', 'get - pods shop', 'list clusterrolebindings'],
  ['what is there still allows', [`clusterrolebindings.${g}`], 'ada', 'list - pods shop', 'true'],
  ['no RoleBindings', [`rolebindings.${g}`], 'url', 'list - pods shop', 'list rolebindings'],
  ['a cluster-wide request needs none', [`rolebindings.${g}`], 'url', 'list - pods', 'false'],
  ['nor does a URL', [`rolebindings.${g}`], 'url', 'get /healthz', 'false'],
  ['no RoleBindings of this namespace', [`rolebindings.${g}@shop`], 'url', 'list - pods shop', 'list rolebindings in shop'],
  ['none of another', [`rolebindings.${g}@other`], 'zoe', 'list - pods shop', 'false'],
  ['a role that may exist', [`clusterroles.${g}`], 'eve', 'get - pods shop', 'list clusterroles'],
  ['which nobody else is bound to', [`clusterroles.${g}`], 'zoe', 'get - pods shop', 'false'],
  ['a Role that may exist', [`roles.${g}`], 'eve', 'get - pods shop', 'list roles in shop'],
  ['not elsewhere', [`roles.${g}`], 'eve', 'get - pods other', 'false'],
  [
    'nothing read',
    [`clusterrolebindings.${g}`, `rolebindings.${g}`, `roles.${g}`, `clusterroles.${g}`],
    'ada',
    'get - pods shop',
    'list clusterrolebindings, list rolebindings',
  ],
])('partial rights: %s', (_, unread, requester, access, expected) =>
  expect(needs(authorizerOf(shop, unread), requester, access)).toBe(expected),
);

const gathering: readonly KubeObject[] = [
  { ...roleObject('all', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'all' } }] } },
  roleObject('part', ['get - pods'], { into: 'all' }),
  bindingObject('b -> all user:ada'),
];

test.each<['cluster' | 'manifests', string]>([
  ['cluster', 'no'],
  ['manifests', 'yes'],
])('an aggregated role of a %s holds what it was served with, of files what it gathers: %s', (origin, expected) => {
  const snapshot = snapshotOf({ objects: gathering });
  const index = createSnapshotIndex({ ...snapshot, meta: { ...snapshot.meta, origin } });
  expect(yesOrNo(createAuthorizer(policyOf(index)), 'ada', 'get - pods shop')).toBe(expected);
});
