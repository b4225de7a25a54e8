import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { accessFrom, account, bindingObject, roleObject } from '#test/rbac/state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { createAuthorizer } from './authorizer.ts';
import { policyOf } from './policy-of.ts';
import { whoCan, type WhoCanQuestion } from './who-can.ts';

const ask = (
  objects: readonly KubeObject[],
  access: string,
  more: Partial<WhoCanQuestion> = {},
  unread: readonly string[] = [],
) => {
  const index = createSnapshotIndex(snapshotOf({ objects, unread }));
  const query = { access: accessFrom(access), somewhere: false, hideBaseline: false, offset: 0, limit: 100, ...more };
  return whoCan(createAuthorizer(policyOf(index)), index, query);
};

/** Each row as `subject`, `in NAMESPACES` where it is limited to some, `names NAMES` where to some. */
const rowsOf = ({ rows }: ReturnType<typeof ask>): readonly string[] =>
  rows
    .filter(({ by, subject }) => subject !== 'group:system:masters' || by.length > 0)
    .map(
      ({ subject, namespaces, names }) =>
        subject +
        (namespaces === null ? '' : ` in ${namespaces.join(',')}`) +
        (names === null ? '' : ` names ${names.join(',')}`),
    );

const check = (
  objects: readonly KubeObject[],
  access: string,
  more: Partial<WhoCanQuestion>,
  expected: readonly string[],
): void => expect(rowsOf(ask(objects, access, more))).toEqual(expected);

const starred = [
  roleObject('admin', ['* * *']),
  bindingObject('b -> admin user:super-admin group:super-admins'),
  bindingObject('ns1/b -> admin user:admin group:admins'),
];
const local = [
  roleObject('admin', ['* * *']),
  roleObject('ns1/admin', ['get * Pods']),
  bindingObject('b -> admin user:super-admin group:super-admins'),
  bindingObject('ns1/b -> Role:admin user:admin group:admins'),
];
const everywhere = ['group:super-admins', 'user:super-admin'];

// The cases of Kubernetes' own subject locator.
test.each<[string, readonly KubeObject[], string, readonly string[]]>([
  [
    'in the namespace',
    starred,
    'get - Pods ns1',
    ['group:admins in ns1', 'group:super-admins', 'user:admin in ns1', 'user:super-admin'],
  ],
  ['a star is no namespace', starred, '* - Pods *', everywhere],
  ['no namespace', starred, '* - Pods', everywhere],
  ['by a Role', local, 'get - Pods ns1', ['group:admins in ns1', 'group:super-admins', 'user:admin in ns1', 'user:super-admin']],
  ['with another verb', local, 'create - Pods ns1', everywhere],
  ['in another namespace', local, 'get - Pods ns2', everywhere],
])('upstream: %s', (_, objects, access, expected) => check(objects, access, {}, expected));

test('upstream: system:masters always, whether bound or not', () => {
  const [row] = ask(starred, 'get - Pods').rows.filter(({ subject }) => subject === 'group:system:masters');
  expect(row).toEqual({
    subject: 'group:system:masters',
    namespaces: null,
    namespaceCount: 0,
    names: null,
    by: [],
    exists: null,
  });
});

const somewhere = { somewhere: true };

const g = 'rbac.authorization.k8s.io';

// Results that other tools are known to get wrong (research, 1c and 6).
test.each<[string, readonly KubeObject[], string, Partial<WhoCanQuestion>, readonly string[]]>([
  [
    'a rule with resourceNames counts',
    [roleObject('r', ['get - secrets a']), bindingObject('b -> r user:u')],
    'get - secrets - a',
    {},
    ['user:u names a'],
  ],
  ['for no other name', [roleObject('r', ['get - secrets a']), bindingObject('b -> r user:u')], 'get - secrets - b', {}, []],
  [
    'a list of one name counts, somewhere',
    [roleObject('r', ['list - secrets a']), bindingObject('b -> r user:u')],
    'list - secrets',
    somewhere,
    ['user:u names a'],
  ],
  [
    'workloads of other groups',
    [roleObject('r', ['create apps deployments', 'create batch jobs']), bindingObject('a/b -> r user:u')],
    'create batch jobs a',
    {},
    ['user:u in a'],
  ],
  [
    'the group of another rule does not count',
    [roleObject('r', ['get apps pods', 'list - secrets']), bindingObject('b -> r user:u')],
    'get - secrets',
    {},
    [],
  ],
  [
    'groups are not ignored',
    [roleObject('r', ['* example.com secrets']), bindingObject('b -> r user:u')],
    'get - secrets',
    {},
    [],
  ],
  ['pods/* is no wildcard', [roleObject('r', ['create - pods/*']), bindingObject('b -> r user:u')], 'create - pods/exec', {}, []],
  ['*/exec is one', [roleObject('r', ['create - */exec']), bindingObject('b -> r user:u')], 'create - pods/exec', {}, ['user:u']],
  ['a star verb', [roleObject('r', ['* - secrets']), bindingObject('b -> r user:u')], 'impersonate - secrets', {}, ['user:u']],
  ['no globs', [roleObject('r', ['get* - sec*']), bindingObject('b -> r user:u')], 'get - secrets', somewhere, []],
  [
    'accounts of other namespaces',
    [roleObject('r', ['get - pods']), bindingObject('a/b -> r sa:c/d')],
    'get - pods a',
    {},
    ['sa:c/d in a'],
  ],
  [
    'accounts of the binding’s namespace',
    [roleObject('r', ['get - pods']), bindingObject('a/b -> r sa:d')],
    'get - pods a',
    {},
    ['sa:a/d in a'],
  ],
  [
    'accounts spelt as users',
    [roleObject('r', ['get - pods']), bindingObject('b -> r user:system:serviceaccount:a:d sa:a/d')],
    'get - pods',
    {},
    ['sa:a/d'],
  ],
  [
    'a ClusterRole in a RoleBinding is of its namespace',
    [roleObject('r', ['get - pods']), bindingObject('a/b -> r user:u')],
    'get - pods',
    {},
    [],
  ],
  [
    'and counts somewhere',
    [roleObject('r', ['get - pods']), bindingObject('a/b -> r user:u')],
    'get - pods',
    somewhere,
    ['user:u in a'],
  ],
  [
    'across namespaces',
    [roleObject('r', ['get - pods']), bindingObject('a/b -> r user:u'), bindingObject('c/b -> r user:u')],
    'get - pods',
    somewhere,
    ['user:u in a,c'],
  ],
  [
    'bind on a ClusterRole in a RoleBinding is live',
    [roleObject('r', [`bind ${g} clusterroles admin`]), bindingObject('a/b -> r user:u')],
    `bind ${g} clusterroles`,
    somewhere,
    ['user:u in a names admin'],
  ],
  [
    'get of a ClusterRole is not',
    [roleObject('r', [`get,bind ${g} clusterroles`]), bindingObject('a/b -> r user:u')],
    `get ${g} clusterroles`,
    somewhere,
    [],
  ],
  [
    'nodes in a RoleBinding are not',
    [roleObject('r', ['* * *']), bindingObject('a/b -> r user:u')],
    'get - nodes',
    somewhere,
    [],
  ],
  [
    'nor is the impersonation of users',
    [roleObject('r', ['impersonate - users']), bindingObject('a/b -> r user:u')],
    'impersonate - users',
    somewhere,
    [],
  ],
  [
    'that of accounts is',
    [roleObject('r', ['impersonate - serviceaccounts']), bindingObject('a/b -> r user:u')],
    'impersonate - serviceaccounts',
    somewhere,
    ['user:u in a'],
  ],
  [
    'impersonate users is not impersonate accounts',
    [roleObject('r', ['impersonate - users']), bindingObject('b -> r user:u')],
    'impersonate - serviceaccounts a',
    {},
    [],
  ],
  [
    'the namespace itself in a RoleBinding',
    [roleObject('r', ['patch - namespaces']), bindingObject('a/b -> r user:u')],
    'patch - namespaces a a',
    {},
    ['user:u in a'],
  ],
  ['URLs by a RoleBinding', [roleObject('r', ['get /metrics']), bindingObject('a/b -> r user:u')], 'get /metrics', somewhere, []],
  ['URLs', [roleObject('r', ['get /metrics*']), bindingObject('b -> r user:u')], 'get /metrics/x', {}, ['user:u']],
  ['a missing role', [bindingObject('b -> missing user:u')], 'get - pods', somewhere, []],
  [
    'names by several rules',
    [roleObject('r', ['get - pods b', 'get - pods a,c']), bindingObject('b -> r user:u')],
    'get - pods',
    somewhere,
    ['user:u names a,b,c'],
  ],
  [
    'any name by one of them',
    [roleObject('r', ['get - pods b', 'get - pods']), bindingObject('b -> r user:u')],
    'get - pods',
    somewhere,
    ['user:u'],
  ],
])('%s', (_, objects, access, more, expected) => check(objects, access, more, expected));

const page = [roleObject('r', ['get - pods']), bindingObject('b -> r user:a user:b user:c user:d')];

test('a page, the total of all', () => {
  const { total, rows } = ask(page, 'get - pods', { offset: 2, limit: 2 });
  expect([total, ...rows.map(({ subject }) => subject)]).toEqual([5, 'user:b', 'user:c']);
});

test('what Kubernetes ships is hidden on demand, and counted', () => {
  const masters = { ...bindingObject('cluster-admin -> cluster-admin group:system:masters') };
  const objects = [roleObject('cluster-admin', ['* * *', '* *']), masters, ...page];
  const { total, hidden } = ask(objects, 'get - pods', { hideBaseline: true });
  expect([total, hidden]).toEqual([4, 1]);
});

test('of thousands of grants a row has the first, and their number', () => {
  const bindings = Array.from({ length: 400 }, (_, at) => bindingObject(`n${String(at)}/b -> r user:u`));
  const { rows } = ask([roleObject('r', ['get - pods']), ...bindings], 'get - pods', somewhere);
  const [row] = rows.filter(({ subject }) => subject === 'user:u');
  expect([row?.by.length, row?.byCount, row?.namespaceCount, row?.namespaces?.length]).toEqual([100, 400, 400, 50]);
});

test.each<[string, readonly KubeObject[], readonly string[], boolean | null]>([
  ['there', [account('a/d')], [], true],
  ['not there', [], [], false],
  ['not read', [], ['serviceaccounts'], null],
])('an account that is %s', (_, objects, unread, expected) => {
  const state = [roleObject('r', ['get - pods']), bindingObject('a/b -> r sa:d'), ...objects];
  const row = ask(state, 'get - pods a', {}, unread).rows.find(({ subject }) => subject === 'sa:a/d');
  expect(row?.exists).toBe(expected);
});

test.each<[string, readonly string[], string, boolean, readonly string[]]>([
  ['all read', [], 'get - pods a', false, []],
  ['no RoleBindings', [`rolebindings.${g}`], 'get - pods a', false, ['rolebindings']],
  ['no RoleBindings, cluster-wide', [`rolebindings.${g}`], 'get - pods', false, []],
  ['no RoleBindings, somewhere', [`rolebindings.${g}`], 'get - pods', true, ['rolebindings']],
  ['no ClusterRoleBindings', [`clusterrolebindings.${g}`], 'get /x', true, ['clusterrolebindings']],
  ['a role that was not read', [`clusterroles.${g}`], 'get - pods', false, ['clusterroles']],
  ['a Role of a namespace that is not asked about', [`roles.${g}`], 'get - pods a', false, []],
  ['a Role somewhere', [`roles.${g}`], 'get - pods', true, ['roles in c']],
])('partial rights: %s', (_, unread, access, anywhere, expected) => {
  const state = [bindingObject('b -> r user:u'), bindingObject('c/b -> Role:r user:u')];
  const { needs } = ask([...state, roleObject('r', []), roleObject('c/r', [])], access, { somewhere: anywhere }, unread);
  expect(needs.map(({ resource, namespace }) => resource + (namespace === undefined ? '' : ` in ${namespace}`))).toEqual(
    expected,
  );
});

test.each<[string, readonly string[], number]>([
  ['has not gathered', [], 1],
  ['has', ['get - pods'], 0],
])('an aggregated role that %s is told', (_, rules, expected) => {
  const gathers = { ...roleObject('all', rules), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'all' } }] } };
  const { caveats } = ask([gathers, roleObject('part', ['get - pods'], { into: 'all' })], 'get - pods');
  expect(caveats.filter(text => text.endsWith('soon: all.')).length).toBe(expected);
});
