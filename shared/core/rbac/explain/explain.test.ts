import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { Explain } from '#contract/rbac';
import { accountOf, bindingOf, namespaceOf, rbacIndex, roleOf, type RbacSnapshotOptions } from '#test/fixtures/rbac-snapshot';
import { createAuthorizer } from '../authorizer.ts';
import { policyOf } from '../policy-of.ts';
import { explainDenied } from './explain.ts';

const shop: readonly KubeObject[] = [
  namespaceOf('shop'),
  namespaceOf('ci'),
  accountOf('ci/deployer'),
  roleOf('cluster-admin', ['*|*|*', '*||||*']),
  roleOf('edit', ['get list watch create|""|pods configmaps', 'get list|""|secrets']),
  roleOf('shop/reader', ['get|""|pods secrets', 'get|""|configmaps|app-config']),
  bindingOf('admins', 'ClusterRole cluster-admin', ['Group ops']),
  bindingOf('shop/bob', 'Role reader', ['User bob', 'ServiceAccount ci/deployer']),
  bindingOf('ci/bob', 'ClusterRole edit', ['User bob']),
  // May write roles of what they hold, and hold what bob asks for.
  roleOf('shop/lead', ['*|""|pods pods/exec', 'create get list|rbac.authorization.k8s.io|roles rolebindings']),
  bindingOf('shop/lead', 'Role lead', ['User lead']),
  // May write roles and holds nothing else.
  roleOf('shop/clerk', ['create|rbac.authorization.k8s.io|roles rolebindings']),
  bindingOf('shop/clerk', 'Role clerk', ['User clerk']),
  roleOf('shop/giver', ['create|rbac.authorization.k8s.io|rolebindings roles', 'bind escalate|rbac.authorization.k8s.io|roles']),
  bindingOf('shop/giver', 'Role giver', ['User giver']),
];

interface Case {
  readonly is: string;
  readonly text: string;
  readonly objects?: readonly KubeObject[];
  readonly options?: RbacSnapshotOptions;
  readonly expected: Partial<Explain>;
  readonly proposal?: readonly RegExp[];
  readonly notProposed?: readonly RegExp[];
  readonly lacks?: readonly (readonly string[])[];
  readonly caveats?: readonly RegExp[];
}

const check = async ({ text, objects, options, expected, proposal, notProposed, lacks, caveats }: Case): Promise<void> => {
  const index = rbacIndex(objects ?? shop, options);
  const authorizer = createAuthorizer(policyOf(index));
  const answer = await explainDenied({ authorizer, index, addedEdges: () => Promise.resolve([]) }, text);
  if (!answer.ok) throw new Error(answer.error.why);
  const { explain } = answer.value;
  expect(explain).toMatchObject(expected);
  for (const words of proposal ?? []) expect(explain.proposal).toMatch(words);
  for (const words of notProposed ?? []) expect(explain.proposal).not.toMatch(words);
  if (lacks !== undefined) expect(explain.nearest.map(near => near.lacks)).toEqual(lacks);
  for (const words of caveats ?? []) expect(explain.caveats.join('\n')).toMatch(words);
};

const denied = (what: string, user = 'bob'): string => `User "${user}" cannot ${what}`;
const inShop = 'in the namespace "shop"';

const cases: readonly Case[] = [
  {
    is: 'a verb that the rule lacks',
    text: `pods is forbidden: ${denied(`list resource "pods" in API group "" ${inShop}`)}`,
    expected: {
      subject: 'user:bob',
      answer: 'no',
      grantableBy: ['group:ops', 'group:system:masters', 'user:giver', 'user:lead'],
    },
    proposal: [
      /^kind: Role\nmetadata:\n {2}name: bob-list-pods\n {2}namespace: shop\n/m,
      /verbs:\n {6}- list\n/,
      /apiGroups:\n {6}- ""/,
      /kind: RoleBinding/,
      /kind: User\n {4}name: bob\n/,
    ],
    notProposed: [/ClusterRole/, /\*/, /- get/],
    lacks: [
      ['verb list: the rule has get'],
      ['namespace shop: this one holds in ci alone'],
      ['a binding to user:bob: this one binds user:lead'],
      ['a binding to user:bob: this one binds group:ops'],
    ],
    caveats: [/does not tell the user’s groups/],
  },
  {
    is: 'a name that the rule is not limited to',
    text: `configmaps "other" is forbidden: ${denied(`get resource "configmaps" in API group "" ${inShop}`)}`,
    expected: { answer: 'no', grantableBy: ['group:ops', 'group:system:masters', 'user:giver'] },
    proposal: [/resourceNames:\n {6}- other\n/],
    lacks: [
      ['name other: the rule is limited to app-config'],
      ['namespace shop: this one holds in ci alone'],
      ['a binding to user:bob: this one binds group:ops'],
    ],
  },
  {
    is: 'a subresource, by an account',
    text: `pods "web-0" is forbidden: ${denied(`create resource "pods/exec" in API group "" ${inShop}`, 'system:serviceaccount:ci:deployer')}`,
    expected: {
      subject: 'sa:ci/deployer',
      answer: 'no',
      grantableBy: ['group:ops', 'group:system:masters', 'user:giver', 'user:lead'],
    },
    proposal: [
      /name: deployer-create-pods-exec/,
      /- pods\/exec\n/,
      /resourceNames:\n {6}- web-0\n/,
      /kind: ServiceAccount\n {4}namespace: ci\n {4}name: deployer\n/,
    ],
  },
  {
    is: 'a URL needs the cluster',
    text: denied('get path "/metrics"'),
    expected: { answer: 'no', access: { verb: 'get', path: '/metrics' }, grantableBy: ['group:ops', 'group:system:masters'] },
    proposal: [/kind: ClusterRole\n/, /nonResourceURLs:\n {6}- \/metrics\n/, /kind: ClusterRoleBinding\n/],
    notProposed: [/namespace:/, /resources:/],
  },
  {
    is: 'all namespaces',
    text: denied('list resource "pods" in API group "" at the cluster scope'),
    expected: { answer: 'no' },
    proposal: [/kind: ClusterRole\n/],
    caveats: [/pods of all namespaces/],
  },
  {
    is: 'allowed already',
    text: denied(`get resource "pods" in API group "" ${inShop}`),
    expected: { answer: 'yes', proposal: '', grantableBy: [], nearest: [] },
    caveats: [/This snapshot allows it/],
  },
  {
    is: 'unknown where bindings were not read',
    text: denied(`list resource "pods" in API group "" ${inShop}`),
    options: { unread: ['clusterrolebindings.rbac.authorization.k8s.io'] },
    expected: {
      answer: 'unknown',
      needs: [{ group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', verb: 'list' }],
    },
    proposal: [/kind: Role\n/],
  },
  {
    is: 'several requests make one role a namespace, without what is allowed',
    text: [
      denied(`list resource "pods" in API group "" ${inShop}`),
      denied(`watch resource "pods" in API group "" ${inShop}`),
      denied(`get resource "pods" in API group "" ${inShop}`),
      denied(`list resource "services" in API group "" ${inShop}`),
      denied('list resource "nodes" in API group "" at the cluster scope'),
      denied('get path "/metrics"'),
      denied('get path "/metrics"', 'eve'),
    ].join('\n'),
    expected: { subject: 'user:bob', answer: 'no' },
    proposal: [
      /name: bob-access\n/,
      /resources:\n {6}- pods\n {4}verbs:\n {6}- list\n {6}- watch\n/,
      /kind: ClusterRole\n/,
      /- nodes\n/,
    ],
    notProposed: [/- get\n[^-]*- list/, /eve/],
    caveats: [/1 more requests by other subjects/],
  },
  {
    is: 'a name that is taken is not written over',
    text: denied(`list resource "pods" in API group "" ${inShop}`),
    objects: [...shop, roleOf('shop/bob-list-pods', [])],
    expected: { answer: 'no' },
    proposal: [/name: bob-list-pods-2\n/],
  },
  {
    is: 'a role that grants more than its writer holds',
    text: 'roles.rbac.authorization.k8s.io "lead" is forbidden: user "clerk" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
    expected: {
      subject: 'user:clerk',
      answer: 'no',
      access: {
        verb: 'escalate',
        group: 'rbac.authorization.k8s.io',
        resource: 'roles',
        subresource: '',
        namespace: 'shop',
        name: 'lead',
      },
    },
    proposal: [/name: clerk-grants\n {2}namespace: shop\n/, /- get\n {6}- list\n/],
    notProposed: [/escalate/],
    caveats: [/shop is assumed/, /the right to escalate would do too/],
  },
  {
    is: 'the same for one who may escalate',
    text: 'roles.rbac.authorization.k8s.io "lead" is forbidden: user "giver" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
    expected: { answer: 'yes', proposal: '' },
  },
  {
    is: 'the same for one who holds the rights',
    text: 'roles.rbac.authorization.k8s.io "lead" is forbidden: user "lead" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
    expected: { answer: 'yes', proposal: '' },
  },
  {
    is: 'a namespace itself: a role in it is enough',
    text: denied(`delete resource "namespaces" in API group "" ${inShop}`),
    expected: { answer: 'no' },
    proposal: [/kind: Role\n/],
  },
  {
    is: 'a namespace that is not there: no role can be made in it',
    text: `namespaces "gone" is forbidden: ${denied('get resource "namespaces" in API group "" in the namespace "gone"')}`,
    expected: { answer: 'no' },
    proposal: [/kind: ClusterRole\n/, /resourceNames:\n {6}- gone\n/],
    notProposed: [/namespace:/],
    caveats: [/has no namespace gone/],
  },
  {
    is: 'everybody',
    text: denied('get path "/"', 'system:anonymous'),
    expected: { subject: 'user:system:anonymous' },
    caveats: [/is not one person/],
  },
  {
    is: 'a review of groups alone',
    text: JSON.stringify({
      groups: ['system:authenticated', 'dev'],
      resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'shop' },
    }),
    expected: { subject: 'group:dev' },
    proposal: [/kind: Group\n {4}name: dev\n/],
  },
  {
    is: 'signs that YAML and names must not take for something else',
    text: JSON.stringify({
      user: 'a: "b"\nkind: Evil',
      groups: [],
      resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'shop', name: 'yes' },
    }),
    expected: { subject: 'user:a: "b"\nkind: Evil' },
    proposal: [/- "yes"\n/, /name: a-b-kind-evil-get-pods\n/],
    notProposed: [/^kind: Evil/m],
  },
];

test.each(cases.map(one => [one.is, one] as const))('%s', async (_, one) => {
  await check(one);
});
