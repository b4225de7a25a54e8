import { describe, expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { policyOf } from '#core/rbac/policy-of';
import { naiveLost, stepsOf } from '#test/attack/graph-steps';
import { diceOf, randomChange, randomWorld } from '#test/attack/random-world';
import { account, binding, clusterRole, indexWith, modelOf, testEdges } from '#test/attack/small-world';
import { createWorld } from '../create-world.ts';
import { buildGraph, type AttackGraph } from '../graph/build-graph.ts';
import { stateOf } from '../graph/graph-state.ts';
import { createContext } from '../create-context.ts';
import { changedState } from './changed-state.ts';
import { lostBy } from './simulate.ts';

const pause = async (): Promise<void> => {};

const graphOf = (objects: readonly KubeObject[]): Promise<AttackGraph> => {
  const index = indexWith(objects);
  return buildGraph(createWorld(index, policyOf(index)), testEdges, pause);
};

describe('a simulated change', () => {
  test('is the graph of a snapshot after the real one, and what it says is lost is lost', async () => {
    let tried = 0;
    const forms = new Map<string, number>();
    for (let seed = 0; tried < 400; seed++) {
      const dice = diceOf(seed);
      const objects = randomWorld(dice);
      const made = randomChange(dice, objects);
      if (made === undefined) continue;
      tried += 1;
      const form = 'raise' in made.change ? 'raise' : made.change.remove;
      forms.set(form, (forms.get(form) ?? 0) + 1);
      const graph = await graphOf(objects);
      const changed = await changedState(graph, [made.change], pause);
      if (!changed.ok) throw new Error(`${seed}: ${changed.error.what}`);
      const real = await graphOf(made.after);
      const about = `seed ${seed}: ${JSON.stringify(made.change)}`;
      expect({ about, steps: stepsOf(changed.value.state, real) }).toEqual({ about, steps: stepsOf(stateOf(real), real) });
      const lost = lostBy(
        createContext(graph, pause, () => []),
        changed.value,
      );
      const expected = naiveLost(graph.world.policy, real.world.policy);
      const found = new Map(lost.map(({ subject, permissions }) => [subject, new Set(permissions)]));
      expect({ about, lost: found }).toEqual({ about, lost: expected });
    }
    expect([...forms.keys()].toSorted()).toEqual(['binding', 'field', 'object', 'raise', 'role', 'rule', 'subject']);
  }, 120_000);

  test('counts who is freed and tells the path that stays', async () => {
    const model = await modelOf([
      clusterRole('cluster-admin', ['*', '*']),
      clusterRole('tokens', ['create', 'serviceaccounts/token', 'root']),
      binding('one', 'cluster:cluster-admin', 'sa:ops/root', 'user:jane'),
      binding('two', 'cluster:tokens', 'sa:shop/a'),
      account('ops/root'),
      account('shop/a'),
    ]);
    const answer = await model.simulate({
      snapshot: '',
      changes: [
        { remove: 'subject', binding: { kind: 'ClusterRoleBinding', namespace: null, name: 'one' }, subject: 'sa:ops/root' },
      ],
      from: null,
      to: 'admin',
    });
    if (!answer.ok) throw new Error(answer.error.what);
    const { reachingBefore, reachingAfter, freed, gained, lost, stays, removed } = answer.value;
    expect({ reachingBefore, reachingAfter, freed, gained, lost }).toEqual({
      reachingBefore: 4,
      reachingAfter: 2,
      freed: ['sa:ops/root', 'sa:shop/a'],
      gained: [],
      lost: [{ subject: 'sa:ops/root', permissions: ['* *.* everywhere'], workloads: [] }],
    });
    expect(removed.map(({ steps }) => steps.map(({ edge }) => edge))).toEqual([['ADMIN'], ['TOKEN', 'ADMIN']]);
    expect(stays.map(({ steps }) => steps.map(({ from }) => from))).toEqual([['user:jane'], ['group:system:masters']]);
  });
});
