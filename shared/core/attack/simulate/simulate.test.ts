import { describe, expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { policyOf } from '#core/rbac/policy-of';
import { atomText } from '#core/rbac/atom-text';
import { breakdown, ruleCovers } from '#kube/rbac/covers';
import type { Policy } from '#core/rbac/policy';
import { diceOf, randomChange, randomWorld } from '#test/attack/random-world';
import { account, binding, clusterRole, indexWith, modelOf, testEdges } from '#test/attack/small-world';
import { createWorld } from '../create-world.ts';
import { buildGraph, type AttackGraph } from '../graph/build-graph.ts';
import { stateOf, type GraphState } from '../graph/graph-state.ts';
import { subjectNodeId } from '../graph/grant-table.ts';
import { groupNodeId, impliedGroups, nodeParts } from '../graph/node-ids.ts';
import { stepsAt } from '../graph/seen-steps.ts';
import { createContext } from '../create-context.ts';
import { admittedBy, noFilter } from '../search/admitted.ts';
import { changedState } from './changed-state.ts';
import { lostBy } from './simulate.ts';

const pause = async (): Promise<void> => {};

const graphOf = (objects: readonly KubeObject[]): Promise<AttackGraph> => {
  const index = indexWith(objects);
  return buildGraph(createWorld(index, policyOf(index)), testEdges, pause);
};

/**
 * Every step that somebody can read, by ids. What a group that leads nowhere has for members is nothing to read; and a subject
 * that nothing binds any more is in no snapshot, while a question about the change still knows it.
 */
const stepsOf = (state: GraphState, real: AttackGraph): readonly string[] => {
  const { space, view, edges } = state;
  const question = { view, space, admitted: admittedBy(state, noFilter, 'seen'), limit: Infinity };
  const steps: string[] = [];
  const leads = (node: number): boolean => stepsAt(node, 'out', question).some(({ edge }) => edge !== state.member);
  for (let node = 0; node < space.count(); node++) {
    if (space.isFold(node)) continue;
    for (const { edge, from, to, flags } of stepsAt(node, 'out', question))
      if (edge !== state.member || (leads(to) && real.space.find(space.id(from)) !== undefined))
        steps.push(`${space.id(from)} ${edges[edge]?.id} ${space.id(to)} ${flags}`);
  }
  return steps.toSorted();
};

/** What bound subjects may no longer do, by asking each rule about each right of before. */
const naiveLost = (before: Policy, after: Policy): ReadonlyMap<string, ReadonlySet<string>> => {
  const held = (policy: Policy, ids: readonly string[], namespace: string | null) =>
    policy.bindings
      .filter(
        ({ ref, subjects }) =>
          (ref.namespace === null || ref.namespace === namespace) && subjects.some(one => ids.includes(subjectNodeId(one))),
      )
      .flatMap(({ role }) => policy.roles[role]?.rules ?? []);
  const lost = new Map<string, Set<string>>();
  for (const { ref, subjects, role } of before.bindings)
    for (const one of subjects) {
      const id = subjectNodeId(one);
      const parts = nodeParts(id);
      const ids = [id, ...(parts === undefined ? [] : impliedGroups(parts).map(groupNodeId))];
      const left = held(after, ids, ref.namespace);
      for (const atom of (before.roles[role]?.rules ?? []).flatMap(breakdown))
        if (!left.some(rule => ruleCovers(rule, atom))) {
          const text = `${atomText(atom)} ${ref.namespace === null ? 'everywhere' : `in ${ref.namespace}`}`;
          lost.set(id, (lost.get(id) ?? new Set()).add(text));
        }
    }
  return lost;
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
