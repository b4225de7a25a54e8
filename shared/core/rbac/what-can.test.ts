import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { account, bindingObject, roleObject } from '#test/rbac/state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { createAuthorizer } from './authorizer.ts';
import { canI } from './can-i.ts';
import { matrix } from './matrix.ts';
import { policyOf } from './policy-of.ts';
import { accessFrom } from '#test/rbac/state';
import { whatCan } from './what-can.ts';

const madeOf = (objects: readonly KubeObject[], unread: readonly string[] = []) => {
  const index = createSnapshotIndex(snapshotOf({ objects, unread }));
  return { index, authorizer: createAuthorizer(policyOf(index)) };
};

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop' },
  spec: { serviceAccountName: 'api', containers: [] },
};

const g = 'rbac.authorization.k8s.io';

const state = [
  roleObject('reader', [
    'get,list,watch - pods,services',
    'get - secrets a,b',
    'get /healthz,/livez',
    'create - pods',
    'get - nodes',
    `bind,get ${g} clusterroles`,
  ]),
  roleObject('shop/own', ['* - configmaps', 'get - configmaps']),
  roleObject('basic', ['create authorization.k8s.io selfsubjectaccessreviews']),
  bindingObject('all -> basic group:system:authenticated'),
  bindingObject('ada -> reader user:ada'),
  bindingObject('shop/api -> reader sa:api'),
  bindingObject('shop/own -> Role:own group:system:serviceaccounts:shop'),
  bindingObject('other/gone -> missing sa:shop/api'),
  account('shop/api'),
  pod,
];

/** Lines as `namespace verbs group: resources [names] by bindings`. */
const linesOf = (subject: string, namespace: string | null): readonly string[] => {
  const { index, authorizer } = madeOf(state);
  const answer = whatCan(authorizer, index, { subject, namespace, hideBaseline: false });
  if (!answer.ok) return [answer.error.what];
  return answer.value.permissions.map(({ namespace: home, group, resources, verbs, names, urls, by }) => {
    const what =
      urls.length > 0 ? urls.join(',') : `${group}: ${resources.join(',')}${names.length === 0 ? '' : ` [${names.join(',')}]`}`;
    return `${home ?? '*'} ${verbs.join(',')} ${what} by ${by.map(({ binding, rule }) => `${binding.name} ${String(rule)}`).join(' ')}`;
  });
};

const inShop = [
  'shop get,list,watch,create : pods by api 0 api 3',
  'shop get : secrets [a,b] by api 1',
  'shop get,list,watch : services by api 0',
  `shop bind ${g}: clusterroles by api 5`,
  'shop * : configmaps by own 0 own 1',
];
const basic = '* create authorization.k8s.io: selfsubjectaccessreviews by all 0';

test.each<[string, string, string | null, readonly string[]]>([
  [
    'a user, cluster-wide: each resource once, with all rules',
    'user:ada',
    null,
    [
      '* get : nodes by ada 4',
      '* get,list,watch,create : pods by ada 0 ada 3',
      '* get : secrets [a,b] by ada 1',
      '* get,list,watch : services by ada 0',
      basic,
      `* get,bind ${g}: clusterroles by ada 5`,
      '* get /healthz,/livez by ada 2',
    ],
  ],
  ['an account: no nodes and no URLs by a RoleBinding, groups counted', 'sa:shop/api', null, [basic, ...inShop]],
  ['its pod', 'pod:shop/web-1', null, [basic, ...inShop]],
  ['as a user', 'user:system:serviceaccount:shop:api', 'other', [basic]],
  ['a group', 'group:system:serviceaccounts:shop', 'shop', [basic, 'shop * : configmaps by own 0 own 1']],
  ['anonymous', 'user:system:anonymous', null, []],
  ['no such pod', 'pod:shop/web-2', null, ['This snapshot has no pod shop/web-2.']],
  ['no subject', 'ada', null, ['“ada” is no subject.']],
  ['nor this', 'sa:ada', null, ['“sa:ada” is no subject.']],
  ['nor an empty one', 'user:', null, ['“user:” is no subject.']],
])('what can %s', (_, subject, namespace, expected) => {
  const lines = linesOf(subject, namespace);
  expect(lines.toSorted()).toEqual([...expected].sort());
});

const answerOf = (subject: string, access: string, unread: readonly string[] = []): string => {
  const { index, authorizer } = madeOf(state, unread);
  const answer = canI(authorizer, index, { subject, access: accessFrom(access) });
  if (!answer.ok) return answer.error.code;
  const { answer: word, by, authorizer: ahead, needs } = answer.value;
  return [word, ahead ?? '', by.map(({ binding }) => binding.name).join(' '), needs.map(({ resource }) => resource).join(' ')]
    .filter(part => part !== '')
    .join(': ');
};

test.each<[string, string, string, readonly string[], string]>([
  ['yes', 'sa:shop/api', 'create - pods shop', [], 'yes: api'],
  ['no', 'sa:shop/api', 'create - pods other', [], 'no'],
  ['by the pod', 'pod:shop/web-1', 'get - configmaps shop', [], 'yes: own own'],
  ['by the group of all users', 'user:eve', 'create authorization.k8s.io selfsubjectaccessreviews', [], 'yes: all'],
  ['not for the anonymous', 'user:system:anonymous', 'create authorization.k8s.io selfsubjectaccessreviews', [], 'no'],
  ['by no binding', 'group:system:masters', 'delete - nodes', [], 'yes: system:masters'],
  ['unknown', 'user:eve', 'get - pods shop', [`rolebindings.${g}`], 'unknown: rolebindings'],
  ['unknown, by an account’s own binding', 'sa:shop/api', 'get - pods other', [`clusterroles.${g}`], 'unknown: clusterroles'],
])('can I: %s', (_, subject, access, unread, expected) => expect(answerOf(subject, access, unread)).toBe(expected));

const cellsOf = (resource: string, namespace: string | null, unread: readonly string[] = []): readonly string[] => {
  const { index, authorizer } = madeOf(state, unread);
  const query = { group: '', resource, namespace, hideBaseline: false, offset: 0, limit: 10 };
  const { verbs, rows } = matrix(authorizer, index, query);
  return rows.map(
    ({ subject, cells }) =>
      `${subject} ${cells
        .map((cell, at) => `${verbs[at] ?? ''}:${cell}`)
        .filter(text => !text.endsWith(':no'))
        .join(' ')}`,
  );
};

test.each<[string, string, string | null, readonly string[], readonly string[]]>([
  [
    'everywhere',
    'pods',
    null,
    [],
    ['sa:shop/api get:some list:some watch:some create:some', 'user:ada get:yes list:yes watch:yes create:yes'],
  ],
  [
    'in a namespace',
    'pods',
    'shop',
    [],
    ['sa:shop/api get:yes list:yes watch:yes create:yes', 'user:ada get:yes list:yes watch:yes create:yes'],
  ],
  ['for some names', 'secrets', 'shop', [], ['sa:shop/api get:some', 'user:ada get:some']],
  [
    'by a group',
    'configmaps',
    'shop',
    [],
    [
      'group:system:serviceaccounts:shop get:yes list:yes watch:yes create:yes update:yes patch:yes delete:yes deletecollection:yes',
    ],
  ],
  ['cluster-scoped', 'nodes', null, [], ['user:ada get:yes']],
  ['what was not read', 'nodes', null, [`clusterrolebindings.${g}`, `rolebindings.${g}`], []],
  [
    'unknown where it may be',
    'nodes',
    'shop',
    [`rolebindings.${g}@shop`],
    [
      'user:ada get:yes list:unknown watch:unknown create:unknown update:unknown patch:unknown delete:unknown deletecollection:unknown',
    ],
  ],
])('matrix: %s', (_, resource, namespace, unread, expected) => expect(cellsOf(resource, namespace, unread)).toEqual(expected));

test('a matrix has the verbs that rules name for this resource', () => {
  const { index, authorizer } = madeOf([...state, roleObject('x', ['use policy podsecuritypolicies'])]);
  const query = { group: 'policy', resource: 'podsecuritypolicies', namespace: null, hideBaseline: false, offset: 0, limit: 10 };
  expect(matrix(authorizer, index, query).verbs.at(-1)).toBe('use');
});

test('of more than ten thousand lines the first are there, and the number of the rest', () => {
  const bindings = Array.from({ length: 6000 }, (_, at) => bindingObject(`n${String(at)}/b -> r user:u`));
  const { index, authorizer } = madeOf([roleObject('r', ['get - pods', 'list - services']), ...bindings]);
  const answer = whatCan(authorizer, index, { subject: 'user:u', namespace: null, hideBaseline: false });
  expect(answer.ok && [answer.value.permissions.length, answer.value.omitted]).toEqual([10_000, 2000]);
});
