import { describe, expect, test } from 'vitest';
import { policyOf } from '#core/rbac/policy-of';
import { allowsForSomeName, compileRule, ruleAllows } from '#kube/rbac/rule-matching';
import { diceOf, randomWorld } from '#test/attack/random-world';
import { indexWith, testEdges } from '#test/attack/small-world';
import { createWorld } from '../create-world.ts';
import type { Right, RightsEdge, Target } from '../edge.ts';
import type { World } from '../world.ts';
import { admittedBy, noFilter } from '../search/admitted.ts';
import { buildGraph, isIdentity, type AttackGraph } from './build-graph.ts';
import { stateOf } from './graph-state.ts';
import { groupNodeId, impliedGroups, nodeParts, userNodeId } from './node-ids.ts';
import { stepsAt } from './seen-steps.ts';

const idsOf = (id: string): readonly string[] => {
  const parts = nodeParts(id);
  return [id, ...(parts === undefined ? [] : impliedGroups(parts).map(groupNodeId))];
};

/** One right asked of each rule of each binding, as the authorizer decides it. */
const holds = ({ policy }: World, ids: readonly string[], right: Right, place: string, name: string): boolean =>
  policy.bindings.some(({ ref, subjects, role }) => {
    const counts =
      ref.namespace === null ||
      (right.where !== 'cluster' && ref.namespace === (right.where === 'target' ? place : right.where.namespace));
    if (!counts || !subjects.some(one => ids.includes(one.kind === 'group' ? groupNodeId(one.name) : userNodeId(one.name))))
      return false;
    return (policy.roles[role]?.rules ?? []).some(rule =>
      right.verbs.some(verb =>
        right.resources.some(text => {
          const [resource = '', subresource = ''] = text.split('/');
          const asked = right.name === 'target' ? name : typeof right.name === 'string' ? '' : right.name.is;
          const access = { verb, group: right.group, resource, subresource, namespace: place, name: asked };
          const compiled = compileRule(rule);
          return right.name === 'some' ? allowsForSomeName(compiled, access) : ruleAllows(compiled, access);
        }),
      ),
    );
  });

const opens = (world: World, id: string, edge: RightsEdge, place: string, target: Target): boolean => {
  const ids = idsOf(id);
  if (target.holders !== undefined && !target.holders.some(holder => ids.includes(holder))) return false;
  return edge.rights.every(clause => clause.some(right => holds(world, ids, right, place, target.name)));
};

/** Every step by rights, by asking each identity for each target of each edge. */
const naive = (world: World, id: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const edge of testEdges) {
    if (edge.kind !== 'rights') continue;
    for (const place of edge.scope === 'namespace' ? world.namespaces : [''])
      for (const target of edge.targets(world, place))
        if (target.id !== id && opens(world, id, edge, place, target)) found.add(`${edge.id} ${target.id}`);
  }
  return found;
};

/** The same of the graph: an identity's own steps, and those of the groups to which it leads. */
const woven = (graph: AttackGraph, id: string): ReadonlySet<string> => {
  const state = stateOf(graph);
  const question = {
    view: state.view,
    space: state.space,
    admitted: admittedBy(state, noFilter, 'seen'),
    limit: Infinity,
  };
  const found = new Set<string>();
  const own = stepsAt(graph.space.find(id) as number, 'out', question);
  const groups = own.filter(({ edge }) => edge === graph.member).flatMap(({ to }) => stepsAt(to, 'out', question));
  for (const { edge, to } of [...own, ...groups])
    if (graph.edges[edge]?.kind === 'rights' && graph.space.id(to) !== id)
      found.add(`${graph.edges[edge]?.id} ${graph.space.id(to)}`);
  return found;
};

describe('the graph', () => {
  test('has the edges that each identity’s rights open, and no others', async () => {
    let asked = 0;
    for (let seed = 0; seed < 150; seed++) {
      const index = indexWith(randomWorld(diceOf(seed + 900)));
      const world = createWorld(index, policyOf(index));
      const graph = await buildGraph(world, testEdges, async () => {});
      for (let node = 0; node < graph.space.count(); node++) {
        const id = graph.space.id(node);
        if (graph.space.isFold(node) || !isIdentity(graph.space, node) || id.startsWith('role:')) continue;
        const expected = naive(world, id);
        // Whoever has every right has one arc in place of all: that is all that is left to know.
        const all = expected.has('ADMIN admin') ? new Set(['ADMIN admin']) : expected;
        const is = woven(graph, id);
        const seen = all.size === 1 && expected.has('ADMIN admin') ? new Set([...is].filter(step => step === 'ADMIN admin')) : is;
        expect({ seed, id, steps: [...seen].toSorted() }).toEqual({ seed, id, steps: [...all].toSorted() });
        asked += expected.size;
      }
    }
    expect(asked).toBeGreaterThan(3000);
  }, 60_000);
});
