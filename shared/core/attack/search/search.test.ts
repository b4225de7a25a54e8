import { describe, expect, test } from 'vitest';
import { diceOf, type Dice } from '#test/attack/random-world';
import { createArcView, type Admitted, type ArcView } from '../graph/arc-view.ts';
import { blockedFlag, createArcDraft, type ArcRow } from '../graph/arcs.ts';
import { dominatorsTo } from './dominators.ts';
import { distancesTo, wayRecord } from './distances.ts';
import { reachOf } from './reach.ts';
import { shortestPaths } from './shortest-paths.ts';

interface Graph {
  readonly nodes: number;
  readonly rows: readonly ArcRow[];
  readonly view: ArcView;
}

/** Few nodes, many arcs: cycles, parallel arcs, arcs without cost and blocked ones are frequent. */
const randomGraph = (dice: Dice): Graph => {
  const nodes = 3 + dice.below(6);
  const rows = Array.from({ length: dice.below(nodes * 3) }, (): ArcRow => ({
    from: dice.below(nodes),
    to: dice.below(nodes),
    edge: dice.below(2),
    flags: dice.chance(15) ? blockedFlag : 0,
    cost: dice.below(4),
    ref: -1,
  })).filter(({ from, to }) => from !== to);
  // Half of the arcs are further ones, so that a changed view is searched like the graph itself.
  const own = rows.filter((_, index) => index % 2 === 0);
  const extra = rows.filter((_, index) => index % 2 === 1);
  const draft = createArcDraft();
  for (const { from, to, edge, flags, cost, ref } of own) draft.add(from, to, edge, flags, cost, ref);
  return { nodes, rows, view: createArcView(draft.finish(nodes), nodes, null, extra) };
};

const open: Admitted = { edges: Uint8Array.from([1, 1, 1]), nodes: null, barred: blockedFlag };
const pause = async (): Promise<void> => {};

/** Every loopless path by its arcs, in the rows' numbers. */
const allPaths = ({ rows }: Graph, from: number, to: number, avoid = -1): readonly (readonly ArcRow[])[] => {
  const found: (readonly ArcRow[])[] = [];
  const walk = (node: number, way: readonly ArcRow[]): void => {
    if (node === to) {
      found.push(way);
      return;
    }
    for (const row of rows) {
      const seen = row.to === from || row.to === avoid || way.some(step => step.to === row.to);
      if (row.from === node && row.flags === 0 && !seen) walk(row.to, [...way, row]);
    }
  };
  if (from !== avoid) walk(from, []);
  return found;
};

const costOf = (way: readonly ArcRow[]): number => way.reduce((sum, { cost }) => sum + cost, 0);

const rounds = 400;
const eachGraph = async (check: (graph: Graph, dice: Dice, seed: number) => void | Promise<void>): Promise<void> => {
  for (let seed = 0; seed < rounds; seed++) {
    const dice = diceOf(seed + 5000);
    await check(randomGraph(dice), dice, seed);
  }
};

describe('searches, against every path of small graphs', () => {
  test('distances', () =>
    eachGraph((graph, _, seed) => {
      const way = wayRecord(graph.view);
      const distance = distancesTo(graph.view, 0, open, way);
      for (let node = 1; node < graph.nodes; node++) {
        const costs = allPaths(graph, node, 0).map(costOf);
        expect({ seed, node, cost: distance[node] }).toEqual({ seed, node, cost: costs.length === 0 ? -1 : Math.min(...costs) });
      }
      // Nearest first, and each node's way leads nearer or as near.
      const order = way.order.map(node => distance[node] as number);
      expect(order).toEqual(order.toSorted((left, right) => left - right));
    }));

  test('the k cheapest paths', () =>
    eachGraph(async (graph, dice, seed) => {
      const k = 1 + dice.below(8);
      const from = graph.nodes - 1;
      const distance = distancesTo(graph.view, 0, open);
      const key = (arcs: readonly number[]): string => arcs.join();
      const found = await shortestPaths({ view: graph.view, from, to: 0, admitted: open, distance, key, pause }, k);
      const expected = allPaths(graph, from, 0)
        .map(costOf)
        .toSorted((left, right) => left - right);
      expect({ seed, costs: found.map(({ cost }) => cost) }).toEqual({ seed, costs: expected.slice(0, k) });
      expect(new Set(found.map(({ arcs }) => arcs.join())).size).toBe(found.length);
    }));

  test('dominators', () =>
    eachGraph((graph, _, seed) => {
      const above = dominatorsTo(graph.view, 0, open);
      const chain = (node: number): readonly number[] => {
        const next = above[node] as number;
        return next < 0 ? [] : [next, ...chain(next)];
      };
      for (let node = 1; node < graph.nodes; node++) {
        const reaches = allPaths(graph, node, 0).length > 0;
        const needed = Array.from({ length: graph.nodes }, (_, other) => other).filter(
          other => reaches && other !== node && (other === 0 || allPaths(graph, node, 0, other).length === 0),
        );
        expect({ seed, node, through: chain(node).toSorted() }).toEqual({ seed, node, through: needed.toSorted() });
      }
    }));

  test('what is reached within some steps', () =>
    eachGraph((graph, dice, seed) => {
      const depth = 1 + dice.below(3);
      for (const direction of ['out', 'in'] as const) {
        const { steps } = reachOf({
          view: graph.view,
          start: 0,
          direction,
          depth,
          admitted: open,
          isFold: () => false,
          stops: () => false,
        });
        for (let node = 1; node < graph.nodes; node++) {
          const [from, to] = direction === 'out' ? [0, node] : [node, 0];
          const least = Math.min(...allPaths(graph, from, to).map(({ length }) => length));
          expect({ seed, direction, node, steps: steps[node] }).toEqual({
            seed,
            direction,
            node,
            steps: least <= depth ? least : -1,
          });
        }
      }
    }));
});
