import { expect, test } from 'vitest';
import { matchedBy } from './subjects.ts';
import { accountOfUser, groupsWith, impliedGroups, nodeOfUser } from './user-names.ts';

interface Asker {
  readonly user?: string;
  readonly groups?: readonly string[];
}

/** A subject as `Kind name` or `ServiceAccount namespace/name`, and who asks: the index of the first that applies, or null. */
const check = (
  subjects: readonly string[],
  namespace: string,
  { user = '', groups = [] }: Asker,
  expected: number | null,
): void => {
  const index = subjects.findIndex(text => {
    const [kind = '', rest = ''] = text.split(' ');
    const slash = rest.indexOf('/');
    const [home, name] =
      kind === 'ServiceAccount' && slash >= 0 ? [rest.slice(0, slash), rest.slice(slash + 1)] : [undefined, rest];
    const matched = matchedBy({ kind, name, namespace: home }, namespace);
    return matched !== null && (matched.kind === 'user' ? matched.name === user : groups.includes(matched.name));
  });
  expect(index < 0 ? null : index).toBe(expected);
};

const everyone = ['Group system:authenticated', 'Group system:unauthenticated'];

// The cases of Kubernetes' own TestAppliesTo.
test.each<[string, readonly string[], string, Asker, number | null]>([
  ['the user', ['User foobar'], '', { user: 'foobar' }, 0],
  ['the second user', ['User barfoo', 'User foobar'], '', { user: 'foobar' }, 1],
  ['nobody', ['User barfoo', 'User foobar'], '', { user: 'zimzam' }, null],
  ['a group', ['User barfoo', 'Group foobar'], '', { user: 'zimzam', groups: ['foobar'] }, 1],
  ['a group in a namespace', ['User barfoo', 'Group foobar'], 'namespace1', { user: 'zimzam', groups: ['foobar'] }, 1],
  [
    'an account of another namespace',
    ['User barfoo', 'Group foobar', 'ServiceAccount kube-system/default'],
    'default',
    { user: 'system:serviceaccount:kube-system:default' },
    2,
  ],
  ['a star is a name', ['User *'], 'default', { user: 'foobar' }, null],
  ['everyone, logged in', everyone, 'default', { user: 'foobar', groups: ['system:authenticated'] }, 0],
  ['everyone, not logged in', everyone, 'default', { user: 'system:anonymous', groups: ['system:unauthenticated'] }, 1],
])('upstream: %s', (_, subjects, namespace, asker, expected) => check(subjects, namespace, asker, expected));

const api = { user: 'system:serviceaccount:shop:api' };

test.each<[string, readonly string[], string, Asker, number | null]>([
  ['an account without namespace, in a RoleBinding', ['ServiceAccount api'], 'shop', api, 0],
  ['with an empty one', ['ServiceAccount /api'], 'shop', api, 0],
  ['in a RoleBinding elsewhere', ['ServiceAccount api'], 'other', api, null],
  ['without namespace, in a ClusterRoleBinding', ['ServiceAccount api'], '', api, null],
  ['the account as a user', ['User system:serviceaccount:shop:api'], '', api, 0],
  ['an unknown kind', ['Robot api', 'user api'], 'shop', { user: 'api' }, null],
  ['a user is no group', ['Group api'], 'shop', { user: 'api' }, null],
  ['groups are what the request carries, not what the name says', ['Group system:serviceaccounts'], '', api, null],
  ['case counts', ['User Foobar'], '', { user: 'foobar' }, null],
  ['a namespace with a colon', ['ServiceAccount a:b/c'], '', { user: 'system:serviceaccount:a:b:c' }, 0],
])('%s', (_, subjects, namespace, asker, expected) => check(subjects, namespace, asker, expected));

test.each<[string, readonly string[]]>([
  ['ada', ['system:authenticated']],
  ['system:anonymous', ['system:unauthenticated']],
  ['system:serviceaccount:shop:api', ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated']],
  ['system:serviceaccount:shop', ['system:authenticated']],
  ['system:serviceaccount:Shop:api', ['system:authenticated']],
  ['system:node:worker-1', ['system:nodes', 'system:authenticated']],
  ['system:node:Worker', ['system:authenticated']],
  ['system:bootstrap:abcdef', ['system:bootstrappers', 'system:authenticated']],
  ['system:kube-scheduler', ['system:authenticated']],
])('groups of %s', (user, expected) => expect(impliedGroups(user)).toEqual(expected));

test.each<[string, readonly string[]]>([
  ['devs', ['devs', 'system:authenticated']],
  ['system:authenticated', ['system:authenticated']],
  ['system:unauthenticated', ['system:unauthenticated']],
  ['system:serviceaccounts:shop', ['system:serviceaccounts:shop', 'system:serviceaccounts', 'system:authenticated']],
  ['system:serviceaccounts', ['system:serviceaccounts', 'system:authenticated']],
])('whoever is in %s', (group, expected) => expect(groupsWith(group)).toEqual(expected));

test.each<[string, string | undefined]>([
  ['system:serviceaccount:shop:api', 'shop/api'],
  ['system:serviceaccount:shop:a.b', 'shop/a.b'],
  ['system:serviceaccount:a.b:api', undefined],
  ['system:serviceaccount:shop:api:x', undefined],
  ['system:serviceaccount::api', undefined],
  ['system:serviceaccounts:shop', undefined],
])('account of %s', (user, expected) => {
  const account = accountOfUser(user);
  expect(account === undefined ? undefined : `${account.namespace}/${account.name}`).toBe(expected);
});

test.each<[string, string | undefined]>([
  ['system:node:a.b', 'a.b'],
  ['system:node:', undefined],
  ['system:nodes', undefined],
])('node of %s', (user, expected) => expect(nodeOfUser(user)).toBe(expected));
