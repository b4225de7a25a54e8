import { describe, expect, test } from 'vitest';
import type { Paths } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { account, binding, clusterRole, modelOf, namespace, pod, role, secret } from '#test/attack/small-world';
import { noFilter } from './search/admitted.ts';

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly k?: number;
  readonly unread?: readonly string[];
  readonly filter?: Partial<typeof noFilter>;
}

const ask = async (objects: readonly KubeObject[], { from, to, k = 10, unread = [], filter = {} }: Asked): Promise<Paths> => {
  const model = await modelOf(objects, { unread });
  const answer = await model.paths({ snapshot: '', from, to, k, filter: { ...noFilter, ...filter } });
  if (!answer.ok) throw new Error(answer.error.what);
  return answer.value;
};

/** `2 TOKEN>sa:ci/b USES>…`, `blocked` in front where it is. */
const written = ({ paths }: Paths): readonly string[] =>
  paths.map(
    ({ cost, blocked, steps }) => `${blocked ? 'blocked ' : ''}${cost} ${steps.map(({ edge, to }) => `${edge}>${to}`).join(' ')}`,
  );

const check = async (
  objects: readonly KubeObject[],
  asked: Asked,
  answer: Paths['answer'],
  expected: readonly string[],
): Promise<void> => {
  const found = await ask(objects, asked);
  expect(written(found)).toEqual(expected);
  expect(found.answer).toBe(answer);
};

const admin = [clusterRole('cluster-admin', ['*', '*']), binding('root', 'cluster:cluster-admin', 'sa:ops/root')];

describe('paths', () => {
  test('a binding of every right', () =>
    check([...admin, account('ops/root')], { from: 'sa:ops/root', to: 'admin' }, 'yes', ['0 ADMIN>admin']));

  test('a group that authentication gives', () =>
    check(
      [
        clusterRole('cluster-admin', ['*', '*']),
        binding('open', 'cluster:cluster-admin', 'group:system:authenticated'),
        account('a/b'),
      ],
      { from: 'sa:a/b', to: 'admin' },
      'yes',
      ['0 MEMBER_OF>group:system:authenticated ADMIN>admin'],
    ));

  test('a user of whom the snapshot says nothing is what its groups make it', () =>
    check(
      [clusterRole('cluster-admin', ['*', '*']), binding('open', 'cluster:cluster-admin', 'group:system:authenticated')],
      { from: 'user:nobody', to: 'admin' },
      'yes',
      ['0 MEMBER_OF>group:system:authenticated ADMIN>admin'],
    ));

  test('two clauses by two bindings, in one namespace only', () =>
    check(
      [
        role('shop/create', ['create', 'pods']),
        role('shop/read', ['get', 'pods', 'only-this']),
        role('other/create', ['create', 'pods']),
        binding('shop/one', 'role:create', 'sa:shop/a'),
        binding('shop/two', 'role:read', 'sa:shop/a'),
        binding('other/one', 'role:create', 'sa:shop/a'),
        account('shop/a'),
      ],
      { from: 'sa:shop/a', to: 'ns:shop' },
      'yes',
      ['2 RUN>ns:shop'],
    ));

  test('a clause of its own and one of its group', () =>
    check(
      [
        role('shop/create', ['create', 'pods']),
        clusterRole('read', ['get', 'pods']),
        binding('shop/one', 'role:create', 'sa:shop/a'),
        binding('two', 'cluster:read', 'group:system:serviceaccounts:shop'),
        account('shop/a'),
      ],
      { from: 'sa:shop/a', to: 'ns:shop' },
      'yes',
      ['2 RUN>ns:shop'],
    ));

  test('clauses of two groups', () =>
    check(
      [
        clusterRole('create', ['create', 'pods']),
        clusterRole('read', ['get', 'pods']),
        binding('one', 'cluster:create', 'group:system:serviceaccounts'),
        binding('two', 'cluster:read', 'group:system:authenticated'),
        account('shop/a'),
      ],
      { from: 'sa:shop/a', to: 'ns:shop' },
      'yes',
      ['2 MEMBER_OF>group:system:serviceaccounts RUN>ns:shop'],
    ));

  test('one clause of two is none', () =>
    check(
      [role('shop/create', ['create', 'pods']), binding('shop/one', 'role:create', 'sa:shop/a'), account('shop/a')],
      { from: 'sa:shop/a', to: 'ns:shop' },
      'no',
      [],
    ));

  test('named rights reach these names alone', async () => {
    const objects = [
      role('shop/tokens', ['create', 'serviceaccounts/token', 'b']),
      binding('shop/one', 'role:tokens', 'sa:shop/a'),
      account('shop/a'),
      account('shop/b'),
      account('shop/c'),
    ];
    await check(objects, { from: 'sa:shop/a', to: 'sa:shop/b' }, 'yes', ['1 TOKEN>sa:shop/b']);
    await check(objects, { from: 'sa:shop/a', to: 'sa:shop/c' }, 'no', []);
  });

  test('named rights of the whole cluster reach the name in every namespace', () =>
    check(
      [
        clusterRole('tokens', ['create', 'serviceaccounts/token', 'b']),
        binding('one', 'cluster:tokens', 'sa:shop/a'),
        account('shop/a'),
        account('x/b'),
        account('y/b'),
        account('y/c'),
      ],
      { from: 'sa:shop/a', to: 'sa:y/b' },
      'yes',
      ['1 TOKEN>sa:y/b'],
    ));

  test('a name in one clause and a fixed one and a namespace in others', () => {
    const objects = [
      clusterRole('csr', ['create', 'certificatesigningrequests.certificates.k8s.io']),
      clusterRole('signer', ['approve', 'signers.certificates.k8s.io', 'client']),
      role('kube-system/read', ['get', 'configmaps', 'x']),
      binding('one', 'cluster:csr', 'user:jane'),
      binding('two', 'cluster:signer', 'user:jane'),
      binding('kube-system/three', 'role:read', 'user:jane'),
    ];
    return Promise.all([
      check(objects, { from: 'user:jane', to: 'admin' }, 'yes', ['3 APPROVE>admin']),
      check(objects.slice(0, -1), { from: 'user:jane', to: 'admin' }, 'no', []),
      check(
        [...objects.slice(0, 1), clusterRole('signer', ['approve', 'signers.certificates.k8s.io', 'other']), ...objects.slice(2)],
        { from: 'user:jane', to: 'admin' },
        'no',
        [],
      ),
    ]);
  });

  test('by a pod, its account, and round a cycle', () =>
    check(
      [
        ...admin,
        role('ops/exec', ['create', 'pods/exec']),
        binding('ops/e', 'role:exec', 'sa:ops/low'),
        role('shop/exec', ['create', 'pods/exec']),
        binding('shop/e', 'role:exec', 'sa:ops/low', 'sa:shop/a'),
        account('ops/root'),
        account('ops/low'),
        account('shop/a'),
        pod('ops/strong', { serviceAccountName: 'root' }),
        pod('shop/weak', { serviceAccountName: 'a' }),
        pod('shop/lowpod', { serviceAccountName: 'a' }),
        role('ops/tokens', ['create', 'serviceaccounts/token', 'root']),
        binding('ops/t', 'role:tokens', 'sa:ops/low'),
      ],
      { from: 'sa:ops/low', to: 'admin' },
      'yes',
      ['1 TOKEN>sa:ops/root ADMIN>admin', '1 EXEC>workload:ops/Pod/strong USES>sa:ops/root ADMIN>admin'],
    ));

  test('by the rights of a role that may be bound', () =>
    check(
      [
        clusterRole('cluster-admin', ['*', '*']),
        clusterRole('view', ['get', 'pods']),
        clusterRole(
          'binder',
          ['bind', 'clusterroles.rbac.authorization.k8s.io', 'cluster-admin'],
          ['create', 'clusterrolebindings.rbac.authorization.k8s.io'],
        ),
        binding('b', 'cluster:binder', 'user:jane'),
      ],
      { from: 'user:jane', to: 'admin' },
      'yes',
      ['1 BIND>role:ClusterRole/_cluster/cluster-admin ADMIN>admin'],
    ));

  test('targets that are open to some holders', async () => {
    const objects = [
      clusterRole('leases', ['update', 'leases.coordination.k8s.io']),
      binding('all', 'cluster:leases', 'sa:shop/a', 'sa:shop/b', 'sa:shop/c'),
      binding('shop/a', 'cluster:leases', 'sa:shop/a'),
      binding('shop/g', 'cluster:leases', 'group:system:serviceaccounts:x'),
      account('x/m'),
      account('shop/a'),
      account('shop/b'),
    ];
    await check(objects, { from: 'sa:shop/a', to: 'impact:held' }, 'yes', ['1 HELD>impact:held']);
    await check(objects, { from: 'sa:shop/b', to: 'impact:held' }, 'no', []);
    await check(objects, { from: 'sa:x/m', to: 'impact:held' }, 'yes', [
      '1 MEMBER_OF>group:system:serviceaccounts:x HELD>impact:held',
    ]);
  });

  test('blocked edges are shown and not counted', async () => {
    const objects = [
      namespace('shop', { 'pod-security.kubernetes.io/enforce': 'baseline' }),
      ...admin,
      pod('shop/deep', { hostPID: true, nodeName: 'n1' }),
      pod('ops/root', { serviceAccountName: 'root', nodeName: 'n1' }),
    ];
    const blocked = await ask(objects, { from: 'pod:shop/deep', to: 'admin' });
    expect(written(blocked)).toEqual(['blocked 2 ESCAPE>node:n1 HOSTS>workload:ops/Pod/root USES>sa:ops/root ADMIN>admin']);
    expect(blocked.answer).toBe('no');
    expect(blocked.paths[0]?.steps[0]?.blockedBy.map(({ what }) => what)).toEqual(['shop enforces baseline.']);
    await check(objects.slice(1), { from: 'pod:shop/deep', to: 'admin' }, 'yes', [
      '2 ESCAPE>node:n1 HOSTS>workload:ops/Pod/root USES>sa:ops/root ADMIN>admin',
    ]);
  });

  test('what every right reaches', () =>
    check([...admin, account('ops/root'), secret('x/s')], { from: 'sa:ops/root', to: 'secret:x/s' }, 'yes', [
      '1 ADMIN>admin EVERY_RIGHT>secret:x/s',
    ]));

  test('no is unknown where bindings were not read', () =>
    check(
      [role('shop/x', ['get', 'pods']), account('shop/a')],
      { from: 'sa:shop/a', to: 'admin', unread: ['clusterrolebindings.rbac.authorization.k8s.io'] },
      'unknown',
      [],
    ));

  test('a filter by edge and by namespace', async () => {
    const objects = [
      ...admin,
      account('ops/root'),
      account('shop/a'),
      clusterRole('tokens', ['create', 'serviceaccounts/token']),
      binding('t', 'cluster:tokens', 'sa:shop/a'),
    ];
    await check(objects, { from: 'sa:shop/a', to: 'admin', k: 1 }, 'yes', ['1 TOKEN>sa:ops/root ADMIN>admin']);
    await check(objects, { from: 'sa:shop/a', to: 'admin', filter: { edges: ['ADMIN'] } }, 'no', []);
    await check(objects, { from: 'sa:shop/a', to: 'admin', filter: { namespaces: ['shop'] } }, 'no', []);
  });

  test('a step names its rule, its binding and all that give it', async () => {
    const { paths } = await ask(
      [
        role('ci/deployer', ['get', 'pods'], ['create', 'serviceaccounts/token', 'b']),
        clusterRole('all', ['*', 'serviceaccounts/token']),
        binding('ci/one', 'role:deployer', 'sa:ci/a'),
        binding('ci/two', 'cluster:all', 'group:system:serviceaccounts:ci'),
        account('ci/a'),
        account('ci/b'),
      ],
      { from: 'sa:ci/a', to: 'sa:ci/b' },
    );
    expect(paths.map(({ steps }) => steps.map(({ edge }) => edge))).toEqual([['MEMBER_OF', 'TOKEN']]);
    const alone = await ask(
      [
        role('ci/deployer', ['get', 'pods'], ['create', 'serviceaccounts/token', 'b']),
        binding('ci/one', 'role:deployer', 'sa:ci/a'),
        account('ci/a'),
        account('ci/b'),
      ],
      { from: 'sa:ci/a', to: 'sa:ci/b' },
    );
    const step = alone.paths[0]?.steps[0];
    expect(step?.what).toBe('Rule 2 of Role ci/deployer lets it create serviceaccounts/token named b in ci.');
    expect(step?.by).toEqual([
      {
        binding: { kind: 'RoleBinding', namespace: 'ci', name: 'one' },
        role: { kind: 'Role', namespace: 'ci', name: 'deployer' },
        rule: 1,
        subject: 'sa:ci/a',
        baseline: false,
      },
    ]);
  });
});
