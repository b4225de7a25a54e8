import { describe, expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { AttackModel } from './attack-model.ts';
import { account, binding, clusterRole, modelOf, namespace, pod, role, secret } from '#test/attack/small-world';
import { noFilter } from './search/admitted.ts';
import type { Result } from '#contract/result';

const valueOf = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(answer.error.what);
  return answer.value;
};

/** Five teams whose deployers all reach admin by one account, and one that is not among them. */
const teams: readonly KubeObject[] = [
  clusterRole('cluster-admin', ['*', '*']),
  binding('root', 'cluster:cluster-admin', 'sa:ops/root'),
  account('ops/root'),
  role('ops/tokens', ['create', 'serviceaccounts/token', 'root']),
  binding('ops/tokens', 'role:tokens', ...['a', 'b', 'c', 'd', 'e'].map(name => `sa:team/${name}`)),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map(name => account(`team/${name}`)),
  pod('team/web', { serviceAccountName: 'a' }),
  secret('team/s'),
  namespace('team'),
];

const neighbours = async (model: AttackModel, node: string, direction: 'in' | 'out', depth = 5) =>
  valueOf(await model.neighbours({ snapshot: '', node, direction, depth, filter: noFilter }));

describe('neighbours', () => {
  test('what reaches admin: siblings are one node, counted', async () => {
    const { graph, totals, reachesAdmin } = await neighbours(await modelOf(teams), 'admin', 'in');
    expect(totals).toEqual({ 'service-account': 6, workload: 1, group: 1 });
    expect(graph.nodes.map(({ id, count }) => `${id} ${count}`).toSorted()).toEqual([
      'admin 1',
      'group:system:masters 1',
      'sa:ops/root 1',
      'sa:team/a 1',
      'sa:team/b 4',
      'workload:team/Pod/web 1',
    ]);
    expect(graph.edges.map(({ edge, from, to, count }) => `${from} ${edge} ${to} ${count}`).toSorted()).toEqual([
      'group:system:masters MASTERS admin 1',
      'sa:ops/root ADMIN admin 1',
      'sa:team/a TOKEN sa:ops/root 1',
      'sa:team/b TOKEN sa:ops/root 4',
      'workload:team/Pod/web USES sa:team/a 1',
    ]);
    expect(graph.omitted).toEqual({ nodes: 0, edges: 0, reason: '' });
    expect(reachesAdmin).toBe(true);
  });

  test('the blast radius of a pod, within some steps', async () => {
    const model = await modelOf(teams);
    const one = await neighbours(model, 'pod:team/web', 'out', 1);
    expect(one.totals).toEqual({ 'service-account': 1 });
    expect(one.reachesAdmin).toBe(true);
    const all = await neighbours(model, 'pod:team/web', 'out');
    expect(all.totals).toEqual({ 'service-account': 2, admin: 1 });
    expect((await neighbours(model, 'sa:team/f', 'out')).reachesAdmin).toBe(false);
  });

  test('a drawing is bounded, and says what it leaves out', async () => {
    const many = Array.from({ length: 700 }, (_, index) => `sa:n${index}/x`);
    const objects = [
      clusterRole('cluster-admin', ['*', '*']),
      binding('root', 'cluster:cluster-admin', ...many),
      ...many.flatMap((id, index) => [account(id.slice(3)), pod(`n${index}/p`, { serviceAccountName: 'x' })]),
    ];
    const { graph, totals } = await neighbours(await modelOf(objects), 'admin', 'in');
    expect(totals).toEqual({ 'service-account': 700, workload: 700, group: 1 });
    expect(graph.nodes.length).toBe(300);
    expect(graph.edges.length).toBeLessThanOrEqual(1200);
    expect(graph.nodes.reduce((sum, { count }) => sum + count, 0) + graph.omitted.nodes).toBe(1402);
    expect(graph.omitted.reason).not.toBe('');
  });
});

describe('choke points', () => {
  test('the node that all go through, the change that ends it, and a cut that leaves nobody', async () => {
    const model = await modelOf(teams);
    const answer = valueOf(await model.chokePoints({ snapshot: '', to: 'admin', limit: 10, filter: noFilter }));
    expect(answer.reaching).toBe(8);
    expect(answer.dominators.map(({ node, starts, title }) => `${node} ${starts} ${title}`)).toEqual([
      'sa:ops/root 6 Remove ClusterRoleBinding root',
      'sa:team/a 1 Take team/a out of RoleBinding ops/tokens',
    ]);
    // system:masters is bound by nothing: no change ends it.
    expect(answer.cut.leaves).toBe(1);
    expect(answer.cut.changes.map(({ title, pathsRemoved }) => `${title} ${pathsRemoved}`)).toEqual([
      'Remove ClusterRoleBinding root 7',
    ]);
  });
});

describe('fixes', () => {
  test('each is counted by asking again', async () => {
    const model = await modelOf(teams);
    const { fixes } = valueOf(await model.paths({ snapshot: '', from: 'pod:team/web', to: 'admin', k: 5, filter: noFilter }));
    expect(
      fixes.map(({ title, pathsRemoved, pathsBefore, identitiesFreed }) => [title, pathsRemoved, pathsBefore, identitiesFreed]),
    ).toEqual([
      ['Remove ClusterRoleBinding root', 1, 1, 7],
      ['Remove RoleBinding ops/tokens', 1, 1, 6],
      ['Take team/a out of RoleBinding ops/tokens', 1, 1, 2],
      ['Remove /spec/serviceAccountName of pods team/web', 1, 1, 1],
    ]);
  });
});

describe('nodes', () => {
  test('are found by a part of their id, best first', async () => {
    const model = await modelOf(teams);
    const found = async (text: string): Promise<readonly string[]> =>
      (await model.nodes({ snapshot: '', text, limit: 3 })).nodes.map(({ id }) => id);
    expect(await found('sa:team/b')).toEqual(['sa:team/b']);
    expect(await found('root')).toEqual(['sa:ops/root']);
    expect(await found('pod:team/web')).toEqual(['workload:team/Pod/web']);
    expect((await model.nodes({ snapshot: '', text: 'sa:team', limit: 2 })).total).toBe(6);
  });

  test('are told with groups, workloads and what is next to them', async () => {
    const model = await modelOf(teams);
    const { groups, workloads, object, out, in: into, node } = valueOf(model.node({ snapshot: '', node: 'sa:team/a' }));
    expect({ groups, workloads, object, out, into }).toEqual({
      groups: ['system:serviceaccounts', 'system:serviceaccounts:team', 'system:authenticated'],
      workloads: ['workload:team/Pod/web'],
      object: '/serviceaccounts/team/a',
      out: 1,
      into: 1,
    });
    expect(node.toAdmin).toBe(1);
    expect(model.distanceToAdmin('sa:team/f')).toBe(null);
  });

  test('what names none is refused', async () => {
    const model = await modelOf(teams);
    for (const id of ['nonsense', 'sa:team', 'secret:team/none', 'pod:team/none', 'constructor', 'sa:'])
      expect({ id, ok: model.node({ snapshot: '', node: id }).ok }).toEqual({ id, ok: false });
  });
});

describe('an edge', () => {
  test('has its objects with the lines that count', async () => {
    const model = await modelOf(teams);
    const { step, evidence, fixes } = valueOf(
      await model.edge({ snapshot: '', edge: 'TOKEN', from: 'sa:team/b', to: 'sa:ops/root' }),
    );
    expect(step.what).toBe('Rule 1 of Role ops/tokens lets it create serviceaccounts/token named root in ops.');
    const lines = evidence.map(({ title, yaml, lines: at }) => [title, at.map(line => yaml.split('\n')[line - 1]?.trim())]);
    expect(lines).toEqual([
      [
        'Role ops/tokens',
        ['- apiGroups:', '- ""', 'resourceNames:', '- root', 'resources:', '- serviceaccounts/token', 'verbs:', '- create'],
      ],
      ['RoleBinding ops/tokens', ['- kind: ServiceAccount', 'name: b', 'namespace: team']],
    ]);
    expect(fixes.length).toBeGreaterThan(0);
  });
});
