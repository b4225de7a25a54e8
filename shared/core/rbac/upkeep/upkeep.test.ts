import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { UpkeepKind, UpkeepRow } from '#contract/rbac';
import { accountOf, bindingOf, namespaceOf, rbacIndex, roleOf, type RbacSnapshotOptions } from '#test/fixtures/rbac-snapshot';
import { createAuthorizer } from '../authorizer.ts';
import { policyOf } from '../policy-of.ts';
import { upkeep } from './upkeep.ts';

const bootstrapping = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const rbac = 'rbac.authorization.k8s.io';

interface Case {
  readonly is: string;
  readonly objects: readonly KubeObject[];
  readonly options?: RbacSnapshotOptions;
  readonly kind: UpkeepKind;
  /** Name of the object with words of its sentence and reasons; [] for none. */
  readonly rows: readonly (readonly [name: string, words: RegExp, claimableBy?: readonly string[]])[];
  readonly needs?: readonly string[];
}

const base: readonly KubeObject[] = [namespaceOf('shop'), namespaceOf('ci'), accountOf('ci/deployer'), accountOf('shop/default')];
const reader = roleOf('shop/reader', ['get list|""|pods']);

const check = ({ objects, options, kind, rows, needs }: Case): void => {
  const index = rbacIndex([...base, ...objects], options);
  const answer = upkeep(createAuthorizer(policyOf(index)), index, { kind, hideBaseline: false, offset: 0, limit: 500 });
  const told = (row: UpkeepRow): string => [row.what, ...row.because].join(' ');
  expect(answer.rows.map(row => row.object.name)).toEqual(rows.map(([name]) => name));
  rows.forEach(([, words, claimableBy], at) => {
    const row = answer.rows[at];
    expect(row === undefined ? '' : told(row)).toMatch(words);
    if (claimableBy !== undefined) expect(row?.claimableBy).toEqual(claimableBy);
  });
  expect(answer.counts[kind]).toBe(rows.length);
  if (needs !== undefined) expect(answer.needs.map(({ resource }) => resource)).toEqual(needs);
};

const lacksReader = bindingOf('shop/dev', 'Role reader', ['User bob']);
const wide = roleOf('wide', ['get list watch|""|pods secrets']);

const cases: readonly Case[] = [
  {
    is: 'a role that is missing, and who could make it',
    objects: [
      lacksReader,
      roleOf('shop/rbac', [`create|${rbac}|roles`]),
      bindingOf('shop/rbac', 'Role rbac', ['User clerk']),
      roleOf('rbac', [`create escalate|${rbac}|*`]),
      bindingOf('rbac', 'ClusterRole rbac', ['Group platform']),
    ],
    kind: 'dangling-role',
    rows: [['dev', /Role shop\/reader is not there.*group:platform may put any right into it/, ['group:platform', 'user:clerk']]],
  },
  { is: 'a role that is there', objects: [lacksReader, reader], kind: 'dangling-role', rows: [] },
  {
    is: 'a role of another namespace',
    objects: [bindingOf('ci/dev', 'Role reader', ['User bob']), reader],
    kind: 'dangling-role',
    rows: [['dev', /Role ci\/reader is not there/, []]],
  },
  {
    is: 'a role that was not read',
    objects: [lacksReader],
    options: { unread: [`roles.${rbac}`] },
    kind: 'dangling-role',
    rows: [],
    needs: ['roles'],
  },
  {
    is: 'a Role in a ClusterRoleBinding',
    objects: [bindingOf('odd', 'Role reader', ['User bob']), reader],
    kind: 'dangling-role',
    rows: [['odd', /cannot bind/]],
  },
  {
    is: 'an account that is missing, and who could make it',
    objects: [
      reader,
      bindingOf('shop/dev', 'Role reader', ['ServiceAccount ci/gone', 'ServiceAccount ci/deployer', 'User nobody-knows']),
      roleOf('ci/accounts', ['create|""|serviceaccounts']),
      bindingOf('ci/accounts', 'Role accounts', ['User maker']),
      roleOf('shop/accounts', ['create|""|serviceaccounts']),
      bindingOf('shop/accounts', 'Role accounts', ['User other']),
    ],
    kind: 'dangling-subject',
    rows: [['dev', /binds sa:ci\/gone, which is not there/, ['user:maker']]],
  },
  {
    is: 'an account spelled as a user',
    objects: [reader, bindingOf('shop/dev', 'Role reader', ['User system:serviceaccount:ci:gone'])],
    kind: 'dangling-subject',
    rows: [['dev', /ServiceAccount ci\/gone is not there/, []]],
  },
  {
    is: 'a namespace that is missing: its default account comes with it',
    objects: [
      reader,
      bindingOf('shop/dev', 'Role reader', ['ServiceAccount gone/default']),
      roleOf('spaces', ['create|""|namespaces']),
      bindingOf('spaces', 'ClusterRole spaces', ['User spacer']),
    ],
    kind: 'dangling-subject',
    rows: [['dev', /Namespace gone is not there/, ['user:spacer']]],
  },
  {
    is: 'a namespace that is missing: another account wants two rights',
    objects: [
      reader,
      bindingOf('shop/dev', 'Role reader', ['ServiceAccount gone/robot']),
      roleOf('spaces', ['create|""|namespaces']),
      bindingOf('spaces', 'ClusterRole spaces', ['User spacer', 'User both']),
      roleOf('accounts', ['create|""|serviceaccounts']),
      bindingOf('accounts', 'ClusterRole accounts', ['User both', 'User accountant']),
    ],
    kind: 'dangling-subject',
    rows: [['dev', /Namespace gone is not there/, ['user:both']]],
  },
  {
    is: 'accounts that were not read',
    objects: [reader, bindingOf('shop/dev', 'Role reader', ['ServiceAccount ci/gone'])],
    options: { unread: ['serviceaccounts'] },
    kind: 'dangling-subject',
    rows: [],
    needs: ['serviceaccounts'],
  },
  {
    is: 'a subject that means nobody',
    objects: [wide, bindingOf('odd', 'ClusterRole wide', ['Robot r2', 'ServiceAccount lost'])],
    kind: 'dangling-subject',
    rows: [['odd', /2 subjects that are not there.*kind "Robot" mean nobody.*has no namespace/]],
  },
  {
    is: 'the same binding under another name, in another order',
    objects: [
      reader,
      bindingOf('shop/a', 'Role reader', ['User bob', 'Group dev']),
      bindingOf('shop/b', 'Role reader', ['Group dev', 'User bob', 'User bob']),
      bindingOf('shop/c', 'Role reader', ['User bob']),
    ],
    kind: 'duplicate',
    rows: [['b', /RoleBinding shop\/a/]],
  },
  {
    is: 'two spellings of one account',
    objects: [
      reader,
      bindingOf('shop/a', 'Role reader', ['ServiceAccount ci/deployer']),
      bindingOf('shop/b', 'Role reader', ['User system:serviceaccount:ci:deployer']),
    ],
    kind: 'duplicate',
    rows: [['b', /shop\/a/]],
  },
  {
    is: 'a binding of a namespace beside a wider one of the cluster',
    objects: [
      reader,
      wide,
      bindingOf('shop/dev', 'Role reader', ['User bob']),
      bindingOf('wide', 'ClusterRole wide', ['User bob']),
    ],
    kind: 'redundant',
    rows: [['dev', /nothing that they do not hold.*ClusterRoleBinding wide/]],
  },
  {
    is: 'the wider one is for another user',
    objects: [
      reader,
      wide,
      bindingOf('shop/dev', 'Role reader', ['User bob', 'User eve']),
      bindingOf('wide', 'ClusterRole wide', ['User bob']),
    ],
    kind: 'redundant',
    rows: [],
  },
  {
    is: 'the wider one holds elsewhere',
    objects: [
      reader,
      wide,
      bindingOf('shop/dev', 'Role reader', ['User bob']),
      bindingOf('ci/wide', 'ClusterRole wide', ['User bob']),
    ],
    kind: 'redundant',
    rows: [],
  },
  {
    is: 'by a group that every account is in',
    objects: [
      reader,
      wide,
      bindingOf('shop/dev', 'Role reader', ['ServiceAccount ci/deployer']),
      bindingOf('wide', 'ClusterRole wide', ['Group system:serviceaccounts:ci']),
    ],
    kind: 'redundant',
    rows: [['dev', /ClusterRoleBinding wide/]],
  },
  {
    is: 'by two bindings, each of which covers a half',
    objects: [
      roleOf('shop/both', ['get|""|pods secrets']),
      roleOf('shop/one', ['get|""|pods']),
      roleOf('shop/two', ['get|""|secrets']),
      bindingOf('shop/a', 'Role one', ['User bob']),
      bindingOf('shop/b', 'Role two', ['User bob']),
      bindingOf('shop/c', 'Role both', ['User bob']),
    ],
    kind: 'redundant',
    rows: [['c', /shop\/a.*shop\/b/]],
  },
  {
    is: 'of two that cover each other one stays',
    objects: [
      roleOf('shop/one', ['get list|""|pods']),
      roleOf('shop/two', ['list get|""|pods']),
      bindingOf('shop/a', 'Role one', ['User bob']),
      bindingOf('shop/b', 'Role two', ['User bob']),
    ],
    kind: 'redundant',
    rows: [['b', /shop\/a/]],
  },
  {
    is: 'a duplicate is not told again as redundant',
    objects: [reader, bindingOf('shop/a', 'Role reader', ['User bob']), bindingOf('shop/b', 'Role reader', ['User bob'])],
    kind: 'redundant',
    rows: [],
  },
  {
    is: 'a named right does not cover one for any name',
    objects: [
      roleOf('shop/one', ['get|""|secrets|tls']),
      roleOf('shop/two', ['get|""|secrets']),
      bindingOf('shop/a', 'Role one', ['User bob']),
      bindingOf('shop/b', 'Role two', ['User bob']),
    ],
    kind: 'redundant',
    rows: [['a', /shop\/b/]],
  },
  {
    is: 'a role without rules, and its binding',
    objects: [roleOf('shop/empty', []), bindingOf('shop/dev', 'Role empty', ['User bob'])],
    kind: 'dormant',
    rows: [
      ['empty', /has no rules/],
      ['dev', /shop\/empty has no rules/],
    ],
  },
  {
    is: 'a role that aggregates nothing',
    objects: [
      {
        ...roleOf('sum', []),
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/into-sum': 'true' } }] },
      },
    ],
    kind: 'dormant',
    rows: [['sum', /aggregates rules, and no role has any/]],
  },
  {
    is: 'rules that match nothing',
    objects: [roleOf('shop/star', ['get|""|pods/*', '|""|pods', 'get||pods']), bindingOf('shop/dev', 'Role star', ['User bob'])],
    kind: 'dormant',
    rows: [
      ['star', /No rule of Role shop\/star matches/],
      ['dev', /No rule/],
    ],
  },
  {
    is: 'what no RoleBinding conveys',
    objects: [roleOf('nodes', ['get|""|nodes', 'get||||/metrics']), bindingOf('shop/dev', 'ClusterRole nodes', ['User bob'])],
    kind: 'dormant',
    rows: [['dev', /URLs and resources of the cluster alone/]],
  },
  {
    is: 'a namespace’s own object and the right to bind count in a RoleBinding',
    objects: [
      roleOf('own', ['patch|""|namespaces']),
      bindingOf('shop/own', 'ClusterRole own', ['User bob']),
      roleOf('binder', [`bind|${rbac}|clusterroles`]),
      bindingOf('shop/binder', 'ClusterRole binder', ['User bob']),
    ],
    kind: 'dormant',
    rows: [],
  },
  {
    is: 'nobody, and a namespace that is gone',
    objects: [
      reader,
      bindingOf('shop/none', 'Role reader', []),
      roleOf('gone/reader', ['get|""|pods']),
      bindingOf('gone/dev', 'Role reader', ['User bob']),
    ],
    kind: 'dormant',
    rows: [
      ['dev', /Namespace gone does not exist/],
      ['none', /binds nobody/],
    ],
  },
  {
    is: 'namespaces that were not read',
    objects: [roleOf('gone/reader', ['get|""|pods']), bindingOf('gone/dev', 'Role reader', ['User bob'])],
    options: { unread: ['namespaces'] },
    kind: 'dormant',
    rows: [],
  },
  {
    is: 'grants of an old version that stayed',
    objects: [
      roleOf(
        'system:aggregate-to-edit',
        [
          'get list watch|""|pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy',
          'create delete deletecollection patch update|""|endpoints',
        ],
        bootstrapping,
      ),
    ],
    options: { meta: { serverVersion: 'v1.30.14' } },
    kind: 'default-changed',
    rows: [
      ['system:aggregate-to-edit', /grants more than Kubernetes 1\.30 puts into it and lacks.*More: create endpoints.*Less: /],
    ],
  },
  {
    is: 'what others aggregate into it is meant',
    objects: [
      roleOf(
        'system:basic-user',
        [
          'create|authorization.k8s.io|selfsubjectaccessreviews selfsubjectrulesreviews',
          'create|authentication.k8s.io|selfsubjectreviews',
        ],
        bootstrapping,
      ),
      roleOf('widgets', ['get|example.com|widgets'], { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }),
      { ...roleOf('view', ['get|example.com|widgets', 'get|example.com|gadgets'], bootstrapping) },
    ],
    options: { meta: { serverVersion: 'v1.30.14' } },
    kind: 'default-changed',
    rows: [['view', /More: get gadgets\.example\.com Less:/]],
  },
  {
    is: 'one that the server does not restore',
    objects: [
      {
        ...bindingOf('system:discovery', 'ClusterRole system:discovery', ['Group system:authenticated'], bootstrapping),
        metadata: { name: 'system:discovery', annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } },
      },
    ],
    options: { meta: { serverVersion: 'v1.37.2' } },
    kind: 'default-changed',
    rows: [['system:discovery', /is not kept up to date.*autoupdate is false/]],
  },
  {
    is: 'one that binds somebody else, too',
    objects: [bindingOf('cluster-admin', 'ClusterRole cluster-admin', ['Group system:masters', 'User eve'], bootstrapping)],
    options: { meta: { serverVersion: 'v1.37.2' } },
    kind: 'default-changed',
    rows: [['cluster-admin', /More: User eve/]],
  },
  {
    is: 'a version that is not known',
    objects: [bindingOf('cluster-admin', 'ClusterRole cluster-admin', ['User eve'], bootstrapping)],
    options: { meta: { serverVersion: null } },
    kind: 'default-changed',
    rows: [],
  },
];

test.each(cases.map(one => [one.is, one] as const))('%s', (_, one) => {
  check(one);
});
