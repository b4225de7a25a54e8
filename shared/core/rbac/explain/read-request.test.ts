import { expect, test } from 'vitest';
import type { Access } from '#contract/rbac';
import type { DeniedRequest } from './denied-request.ts';
import { readRequests } from './read-request.ts';

const at = (verb: string, full: string, namespace = '', name = '', group = ''): Access => {
  const [resource = '', subresource = ''] = full.split('/');
  return { verb, group, resource, subresource, namespace, name };
};

interface Expected extends Partial<Omit<DeniedRequest, 'access'>> {
  readonly user: string;
  readonly access: Access;
}

interface Case {
  readonly is: string;
  readonly text: string;
  /** null: nothing can be read. */
  readonly expected: readonly Expected[] | RegExp;
}

const check = ({ text, expected }: Case): void => {
  const read = readRequests(text);
  if (expected instanceof RegExp) expect(read.ok ? 'was read' : read.error.why).toMatch(expected);
  else expect(read.ok ? read.value : read.error).toMatchObject(expected);
};

const listPods = 'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "shop"';
const bobLists: Expected = { user: 'bob', groups: null, access: at('list', 'pods', 'shop') };
const rbac = 'rbac.authorization.k8s.io';

const cases: readonly Case[] = [
  { is: 'kubectl', text: `Error from server (Forbidden): ${listPods}`, expected: [bobLists] },
  { is: 'kubectl on Windows', text: `Error from server (Forbidden): ${listPods}\r\n`, expected: [bobLists] },
  {
    is: 'a name',
    text: 'pods "web-0" is forbidden: User "bob" cannot get resource "pods" in API group "" in the namespace "shop"',
    expected: [{ user: 'bob', access: at('get', 'pods', 'shop', 'web-0') }],
  },
  {
    is: 'a subresource',
    text: 'pods "web-0" is forbidden: User "bob" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
    expected: [{ user: 'bob', access: at('create', 'pods/exec', 'shop', 'web-0') }],
  },
  {
    is: 'the cluster, a group, an account',
    text: 'ingresses.networking.k8s.io is forbidden: User "system:serviceaccount:ci:deployer" cannot watch resource "ingresses" in API group "networking.k8s.io" at the cluster scope',
    expected: [{ user: 'system:serviceaccount:ci:deployer', access: at('watch', 'ingresses', '', '', 'networking.k8s.io') }],
  },
  {
    is: 'a URL',
    text: 'Error from server (Forbidden): forbidden: User "bob" cannot get path "/metrics"',
    expected: [{ user: 'bob', access: { verb: 'get', path: '/metrics' } }],
  },
  {
    is: 'what the server adds',
    text: `${listPods}: RBAC: clusterrole.${rbac} "gone" not found`,
    expected: [{ ...bobLists, reason: `RBAC: clusterrole.${rbac} "gone" not found` }],
  },
  {
    is: 'a controller’s log, quoted once more',
    text: String.raw`E1124 09:00:01.1 1 reflector.go:1] "Failed to watch" err="failed to list *v1.Pod: pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"" type="*v1.Pod"`,
    expected: [bobLists],
  },
  {
    is: 'JSON in a JSON log',
    text: JSON.stringify({ level: 'error', error: JSON.stringify({ kind: 'Status', message: listPods }) }),
    expected: [bobLists],
  },
  {
    is: 'a Status',
    text: JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message: listPods,
      reason: 'Forbidden',
      code: 403,
    }),
    expected: [bobLists],
  },
  {
    is: 'a Python client’s exception',
    text: `HTTP response headers: HTTPHeaderDict({})\nHTTP response body: ${JSON.stringify({ kind: 'Status', message: listPods })}\n`,
    expected: [bobLists],
  },
  {
    is: 'several lines, one of them twice',
    text: `${listPods}\n${listPods}\nforbidden: User "bob" cannot get path "/logs/"`,
    expected: [bobLists, { user: 'bob', access: { verb: 'get', path: '/logs/' } }],
  },
  {
    is: 'signs that the server escapes and quotes',
    text: String.raw`widgets.example.com "a\"b" is forbidden: User "&lt;b\\ob&gt; &amp;" cannot get resource "widgets" in API group "example.com" in the namespace "shop"`,
    expected: [{ user: String.raw`<b\ob> &`, access: at('get', 'widgets', 'shop', 'a"b', 'example.com') }],
  },
  {
    is: 'an impersonated group',
    text: 'groups "ops" is forbidden: User "bob" cannot impersonate resource "groups" in API group "" at the cluster scope',
    expected: [{ user: 'bob', access: at('impersonate', 'groups', '', 'ops') }],
  },
  {
    is: 'constrained impersonation',
    text: 'users.authentication.k8s.io "eve" is forbidden: User "bob" cannot impersonate:user-info resource "users" in API group "authentication.k8s.io" at the cluster scope',
    expected: [{ user: 'bob', access: at('impersonate:user-info', 'users', '', 'eve', 'authentication.k8s.io') }],
  },
  {
    is: 'a role that grants more than its writer holds',
    text: `roles.${rbac} "x" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods" "secrets"], Verbs:["get"]}\n{APIGroups:["apps"], Resources:["deployments"], ResourceNames:["a b"], Verbs:["*"]}`,
    expected: [
      {
        user: 'bob',
        groups: ['dev', 'system:authenticated'],
        namespaceKnown: false,
        access: at('escalate', 'roles', '', 'x', rbac),
        grants: [
          { verbs: ['get'], apiGroups: [''], resources: ['pods', 'secrets'], resourceNames: [], nonResourceURLs: [] },
          { verbs: ['*'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['a b'], nonResourceURLs: [] },
        ],
      },
    ],
  },
  {
    is: 'a binding to more than its writer holds',
    text: `Error from server (Forbidden): error when creating "b.yaml": clusterrolebindings.${rbac} "x" is forbidden: user "bob" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:\n{NonResourceURLs:["/metrics"], Verbs:["get"]}`,
    expected: [
      {
        user: 'bob',
        namespaceKnown: true,
        access: at('bind', 'clusterroles', '', '', rbac),
        grants: [{ verbs: ['get'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['/metrics'] }],
      },
    ],
  },
  {
    is: 'the same in a Status',
    text: JSON.stringify({
      kind: 'Status',
      message: `rolebindings.${rbac} "x" is forbidden: user "bob" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`,
    }),
    expected: [
      {
        user: 'bob',
        access: at('bind', 'roles', '', '', rbac),
        grants: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: [], nonResourceURLs: [] }],
      },
    ],
  },
  {
    is: 'an audit event',
    text: JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      verb: 'list',
      requestURI: '/api/v1/namespaces/shop/secrets?limit=500&fieldSelector=metadata.name%3Dtls',
      user: { username: 'bob', groups: ['dev', 'system:authenticated'] },
      objectRef: { resource: 'secrets', namespace: 'shop', apiVersion: 'v1' },
      annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
    }),
    expected: [{ user: 'bob', groups: ['dev', 'system:authenticated'], access: at('list', 'secrets', 'shop', 'tls') }],
  },
  {
    is: 'an audit event of a creation: its name is that of the body',
    text: JSON.stringify({
      kind: 'Event',
      verb: 'create',
      user: { username: 'bob', groups: [] },
      objectRef: { resource: 'deployments', namespace: 'shop', name: 'api', apiGroup: 'apps' },
    }),
    expected: [{ user: 'bob', access: at('create', 'deployments', 'shop', '', 'apps') }],
  },
  {
    is: 'an audit event of a subresource’s creation keeps its name',
    text: JSON.stringify({
      kind: 'Event',
      verb: 'create',
      user: { username: 'bob', groups: [] },
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-0' },
    }),
    expected: [{ user: 'bob', access: at('create', 'pods/exec', 'shop', 'web-0') }],
  },
  {
    is: 'an audit event of an impersonated user',
    text: JSON.stringify({
      kind: 'Event',
      verb: 'get',
      requestURI: '/metrics?x=1',
      user: { username: 'admin', groups: ['system:masters'] },
      impersonatedUser: { username: 'eve', groups: ['qa'] },
    }),
    expected: [{ user: 'eve', groups: ['qa'], access: { verb: 'get', path: '/metrics' } }],
  },
  {
    is: 'an audit event of a refused impersonation',
    text: JSON.stringify({
      kind: 'Event',
      verb: 'list',
      user: { username: 'bob', groups: ['dev'] },
      objectRef: { resource: 'pods', namespace: 'shop' },
      responseStatus: {
        message: 'users "eve" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope',
      },
    }),
    expected: [{ user: 'bob', groups: ['dev'], access: at('impersonate', 'users', '', 'eve') }],
  },
  {
    is: 'an audit event of an escalation tells the namespace',
    text: JSON.stringify({
      kind: 'Event',
      verb: 'create',
      user: { username: 'bob', groups: ['dev'] },
      objectRef: { resource: 'roles', namespace: 'shop', apiGroup: rbac },
      responseStatus: {
        message: `roles.${rbac} "x" is forbidden: user "bob" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`,
      },
    }),
    expected: [{ user: 'bob', namespaceKnown: true, access: at('escalate', 'roles', 'shop', 'x', rbac) }],
  },
  {
    is: 'a SubjectAccessReview',
    text: JSON.stringify({
      kind: 'SubjectAccessReview',
      spec: {
        user: 'bob',
        groups: ['dev'],
        resourceAttributes: { verb: 'delete', group: 'apps', resource: 'deployments', namespace: 'shop' },
      },
    }),
    expected: [{ user: 'bob', groups: ['dev'], access: at('delete', 'deployments', 'shop', '', 'apps') }],
  },
  {
    is: 'its spec as YAML',
    text: 'user: bob\nnonResourceAttributes:\n  verb: get\n  path: /version\n',
    expected: [{ user: 'bob', groups: [], access: { verb: 'get', path: '/version' } }],
  },
  {
    is: 'an audit log, line by line',
    text: ['pods', 'secrets']
      .map(resource =>
        JSON.stringify({ kind: 'Event', verb: 'list', user: { username: 'bob' }, objectRef: { resource, namespace: 'shop' } }),
      )
      .join('\n'),
    expected: [bobLists, { user: 'bob', access: at('list', 'secrets', 'shop') }].map(one => ({
      user: one.user,
      access: one.access,
    })),
  },
  {
    is: 'Pod Security',
    text: 'pods "x" is forbidden: violates PodSecurity "restricted:latest": privileged',
    expected: /Pod Security refused/,
  },
  { is: 'a quota', text: 'pods "x" is forbidden: exceeded quota: q, requested: pods=1', expected: /ResourceQuota/ },
  { is: 'no refusal', text: 'hello', expected: /holds no/ },
  { is: 'nothing', text: '', expected: /holds no/ },
  {
    is: 'a review of nobody',
    text: JSON.stringify({ resourceAttributes: { verb: 'get', resource: 'pods' } }),
    expected: /holds no/,
  },
  { is: 'a long run of letters', text: `${'a'.repeat(19_000)} is`, expected: /holds no/ },
  { is: 'many quotes', text: '"'.repeat(10_000) + String.raw`\"`.repeat(4_000), expected: /holds no/ },
];

test.each(cases.map(one => [one.is, one] as const))('%s', (_, one) => {
  check(one);
});
