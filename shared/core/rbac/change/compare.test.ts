import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { RbacChange } from '#contract/rbac-change';
import { accountOf, bindingOf, namespaceOf, rbacIndex, rbacSnapshot, roleOf } from '#test/fixtures/rbac-snapshot';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAuthorizer } from '../authorizer.ts';
import { policyOf } from '../policy-of.ts';
import { applyFiles } from './apply.ts';
import type { WaysToAdmin } from './compare-paths.ts';
import { compareStates, type RbacState } from './compare.ts';

const stateOf = (title: string, index: SnapshotIndex, ways: WaysToAdmin | null = null): RbacState => ({
  title,
  index,
  authorizer: createAuthorizer(policyOf(index)),
  ways,
});

/** `get pods in shop by RoleBinding dev`, one line for each right. */
const linesOf = ({ subjects }: RbacChange): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    subjects.map(({ subject, gained, lost }) => {
      const line =
        (sign: string) =>
        ({ namespace, verbs, group, resources, names, urls, by }: (typeof gained)[number]): string =>
          [
            `${sign}${verbs.join(',')} ${[...resources, ...urls].join(',')}${group === '' ? '' : `.${group}`}`,
            ...(names.length === 0 ? [] : [`named ${names.join(',')}`]),
            ...(namespace === null ? [] : [`in ${namespace}`]),
            `by ${by.map(({ binding }) => binding.name).join(',')}`,
          ].join(' ');
      return [subject, [...gained.map(line('+')), ...lost.map(line('-'))]];
    }),
  );

interface Case {
  readonly is: string;
  readonly before: readonly KubeObject[];
  /** What comes to it, replacing what has its name. */
  readonly files?: readonly KubeObject[];
  /** Another snapshot instead. */
  readonly after?: readonly KubeObject[];
  readonly expected: Readonly<Record<string, readonly string[]>>;
  readonly counts?: readonly [gained: number, lost: number];
  readonly alive?: readonly string[];
  readonly caveat?: RegExp;
}

const base = [namespaceOf('shop'), namespaceOf('ci'), accountOf('ci/deployer')];
const reader = roleOf('shop/reader', ['get list|""|pods']);
const dev = bindingOf('shop/dev', 'Role reader', ['User bob']);

const check = async ({ before, files, after, expected, counts, alive, caveat }: Case): Promise<void> => {
  const index = rbacIndex([...base, ...before]);
  const applied = files === undefined ? undefined : applyFiles(index, rbacSnapshot(files));
  const later = applied === undefined ? rbacIndex([...base, ...(after ?? [])]) : createSnapshotIndex(applied.snapshot);
  const change = await compareStates(stateOf('before', index), stateOf('after', later));
  expect(linesOf(change)).toEqual(expected);
  if (counts !== undefined) expect([change.gainedCount, change.lostCount]).toEqual(counts);
  if (alive !== undefined) expect(change.comesAlive.map(({ subject }) => subject)).toEqual(alive);
  if (caveat !== undefined) expect([...change.caveats, ...(applied?.caveats ?? [])].join('\n')).toMatch(caveat);
};

const aggregate = (name: string, rules: readonly string[], label: string): KubeObject =>
  roleOf(name, rules, { [`example.com/into-${label}`]: 'true' });

const cases: readonly Case[] = [
  { is: 'nothing', before: [reader, dev], files: [reader, dev], expected: {}, counts: [0, 0] },
  {
    is: 'a new binding',
    before: [reader],
    files: [dev],
    expected: { 'user:bob': ['+get,list pods in shop by dev'] },
    counts: [2, 0],
  },
  {
    is: 'a new binding that gives what is held already',
    before: [reader, dev],
    files: [bindingOf('shop/again', 'Role reader', ['User bob'])],
    expected: {},
  },
  {
    is: 'held cluster-wide already, by a group of accounts',
    before: [reader, roleOf('wide', ['*|*|pods']), bindingOf('wide', 'ClusterRole wide', ['Group system:serviceaccounts'])],
    files: [bindingOf('shop/sa', 'Role reader', ['ServiceAccount ci/deployer'])],
    expected: {},
  },
  {
    is: 'a role that is widened: all whom it is bound to',
    before: [reader, bindingOf('shop/dev', 'Role reader', ['User bob', 'ServiceAccount ci/deployer'])],
    files: [roleOf('shop/reader', ['get list|""|pods secrets', 'get||||/metrics'])],
    expected: { 'sa:ci/deployer': ['+get,list secrets in shop by dev'], 'user:bob': ['+get,list secrets in shop by dev'] },
  },
  {
    is: 'a role that is narrowed to names',
    before: [roleOf('shop/reader', ['get|""|secrets']), dev],
    files: [roleOf('shop/reader', ['get|""|secrets|tls'])],
    expected: { 'user:bob': ['-get secrets in shop by dev'] },
    counts: [0, 1],
  },
  {
    is: 'another subject',
    before: [reader, dev],
    files: [bindingOf('shop/dev', 'Role reader', ['User eve'])],
    expected: { 'user:eve': ['+get,list pods in shop by dev'], 'user:bob': ['-get,list pods in shop by dev'] },
  },
  {
    is: 'a right of one place becomes one of all places',
    before: [reader, dev],
    files: [roleOf('wide', ['get|""|pods']), bindingOf('wide', 'ClusterRole wide', ['User bob'])],
    expected: { 'user:bob': ['+get pods by wide'] },
  },
  {
    is: 'URLs by a ClusterRoleBinding alone',
    before: [],
    files: [
      roleOf('urls', ['get||||/metrics']),
      bindingOf('urls', 'ClusterRole urls', ['User bob']),
      bindingOf('shop/urls', 'ClusterRole urls', ['User eve']),
    ],
    expected: { 'user:bob': ['+get /metrics by urls'] },
  },
  {
    is: 'a missing role comes to life',
    before: [dev],
    files: [reader],
    expected: { 'user:bob': ['+get,list pods in shop by dev'] },
  },
  {
    is: 'an account comes to life',
    before: [reader, bindingOf('shop/dev', 'Role reader', ['ServiceAccount shop/ghost'])],
    files: [accountOf('shop/ghost'), accountOf('shop/other')],
    expected: {},
    alive: ['sa:shop/ghost'],
  },
  {
    is: 'what is aggregated into a role',
    before: [
      {
        ...roleOf('sum', ['get|""|pods']),
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/into-sum': 'true' } }] },
      },
      aggregate('part', ['get|""|pods'], 'sum'),
      bindingOf('sum', 'ClusterRole sum', ['Group dev']),
    ],
    files: [aggregate('more', ['list|""|secrets'], 'sum')],
    expected: { 'group:dev': ['+list secrets by sum'] },
  },
  {
    is: 'an aggregated role that nobody had filled stays as it is',
    before: [
      { ...roleOf('sum', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/into-sum': 'true' } }] } },
      aggregate('part', ['get|""|pods'], 'sum'),
      bindingOf('sum', 'ClusterRole sum', ['Group dev']),
    ],
    files: [aggregate('more', ['list|""|secrets'], 'sum')],
    expected: {},
  },
  {
    is: 'a binding to another role is refused, and told',
    before: [reader, dev, roleOf('shop/writer', ['create|""|pods'])],
    files: [bindingOf('shop/dev', 'Role writer', ['User bob'])],
    expected: { 'user:bob': ['+create pods in shop by dev', '-get,list pods in shop by dev'] },
    caveat: /RoleBinding shop\/dev binds Role reader now: the server refuses/,
  },
  {
    is: 'two snapshots',
    before: [reader, dev, bindingOf('shop/again', 'Role reader', ['User bob'])],
    after: [reader, dev, roleOf('shop/writer', ['create|apps|deployments']), bindingOf('shop/w', 'Role writer', ['Group dev'])],
    expected: { 'group:dev': ['+create deployments.apps in shop by w'] },
  },
];

test.each(cases.map(one => [one.is, one] as const))('%s', async (_, one) => {
  await check(one);
});

test('ways to admin that come, go, and change their cost', async () => {
  const waysOf = (costs: Readonly<Record<string, number>>): WaysToAdmin => ({
    costs: new Map(Object.entries(costs)),
    pathFrom: node => Promise.resolve({ cost: costs[node] ?? 0, severity: 'critical', blocked: false, steps: [] }),
  });
  const index = rbacIndex(base);
  const before = stateOf('before', index, waysOf({ a: 1, b: 5, c: 2, same: 1 }));
  const after = stateOf('after', index, waysOf({ b: 3, c: 4, d: 2, e: 1, same: 1 }));
  const { paths } = await compareStates(before, after);
  const told = (changes: readonly { from: string; path: { cost: number } | null }[] = []): readonly string[] =>
    changes.map(({ from, path }) => `${from} ${path?.cost ?? 'none'}`);
  expect(told(paths?.gained)).toEqual(['e 1', 'd 2', 'b 3']);
  expect(told(paths?.lost)).toEqual(['a 1', 'c 4']);
  expect(paths).toMatchObject({ reachingBefore: 4, reachingAfter: 5, gainedCount: 3, lostCount: 2 });
});
