import { admits, arcFrom, arcTo, outArcs, type Admitted, type ArcView } from '../graph/arc-view.ts';
import { costOf } from './distances.ts';

/** A path by the numbers of its arcs. */
export interface ArcPath {
  readonly arcs: readonly number[];
  readonly cost: number;
}

export interface PathQuestion {
  readonly view: ArcView;
  readonly from: number;
  readonly to: number;
  readonly admitted: Admitted;
  /** Exact cost to the target from each node, -1 where there is no way. */
  readonly distance: Int32Array;
  /** Two paths of one key are one to whoever reads them. */
  key(arcs: readonly number[]): string;
  pause(): Promise<void>;
}

interface Ban {
  readonly nodes: ReadonlySet<number>;
  readonly arcs: ReadonlySet<number>;
}

/** Nodes that one search for a way around may look into: dense places have more ways around than anybody reads. */
const spurLimit = 2000;

/**
 * The cheapest way from a node that uses nothing banned: A* with the exact distances of the whole graph, which only grow by a
 * ban. Of equals the deepest goes first, so that without a ban it walks straight to the target.
 */
const cheapest = (question: PathQuestion, start: number, ban: Ban): readonly number[] | undefined => {
  const { view, to, admitted, distance } = question;
  const best = new Map<number, number>([[start, 0]]);
  const by = new Map<number, number>();
  const done = new Set<number>();
  const buckets: (number[] | undefined)[] = [];
  const put = (node: number, estimate: number): void => {
    const bucket = buckets[estimate];
    if (bucket === undefined) buckets[estimate] = [node];
    else bucket.push(node);
  };
  put(start, distance[start] as number);
  for (let estimate = 0; estimate < buckets.length; estimate++) {
    const bucket = buckets[estimate];
    if (bucket === undefined) continue;
    for (let node = bucket.pop(); node !== undefined; node = bucket.pop()) {
      if (done.has(node)) continue;
      if (node === to) return wayBack(view, by, start, to);
      done.add(node);
      if (done.size > spurLimit) return undefined;
      for (const arc of outArcs(view, node)) {
        const end = arcTo(view, arc);
        const left = distance[end] as number;
        if (left < 0 || done.has(end) || ban.nodes.has(end) || ban.arcs.has(arc) || !admits(view, admitted, arc)) continue;
        const cost = (best.get(node) as number) + costOf(view, arc);
        const before = best.get(end);
        if (before !== undefined && before <= cost) continue;
        best.set(end, cost);
        by.set(end, arc);
        put(end, cost + left);
      }
    }
    buckets[estimate] = undefined;
  }
  return undefined;
};

const wayBack = (view: ArcView, by: ReadonlyMap<number, number>, start: number, to: number): readonly number[] => {
  const arcs: number[] = [];
  for (let node = to; node !== start;) {
    const arc = by.get(node) as number;
    arcs.push(arc);
    node = arcFrom(view, arc);
  }
  return arcs.reverse();
};

interface Candidate extends ArcPath {
  /** Where it leaves the path that it was made from. */
  readonly turn: number;
  readonly order: number;
}

const costOfAll = (view: ArcView, arcs: readonly number[]): number => arcs.reduce((sum, arc) => sum + costOf(view, arc), 0);

/** Cheapest first; then those found first, so that the order is that of the graph. */
const next = (candidates: Candidate[]): Candidate | undefined => {
  let best = -1;
  candidates.forEach((one, index) => {
    const known = candidates[best];
    if (known === undefined || one.cost < known.cost || (one.cost === known.cost && one.order < known.order)) best = index;
  });
  return best < 0 ? undefined : candidates.splice(best, 1)[0];
};

/** Ways that differ in the graph and read alike are looked past, this many times the number asked for at most. */
const patience = 20;

/** The `k` cheapest paths without a loop, by Yen's method with Lawler's rule (each turns where or after its origin did). */
export const shortestPaths = async (question: PathQuestion, k: number): Promise<readonly ArcPath[]> => {
  const { view, from, to, distance } = question;
  if (from === to || (distance[from] as number) < 0) return [];
  const first = cheapest(question, from, { nodes: new Set(), arcs: new Set() });
  if (first === undefined) return [];
  const candidates: Candidate[] = [{ arcs: first, cost: costOfAll(view, first), turn: 0, order: 0 }];
  const taken: Candidate[] = [];
  const seen = new Set<string>([first.join()]);
  const read = new Set<string>();
  const kept: ArcPath[] = [];
  let order = 0;
  while (kept.length < k && taken.length < k * patience) {
    const path = next(candidates);
    if (path === undefined) break;
    taken.push(path);
    const reads = question.key(path.arcs);
    if (!read.has(reads)) kept.push({ arcs: path.arcs, cost: path.cost });
    read.add(reads);
    if (kept.length === k) break;
    for (let turn = path.turn; turn < path.arcs.length; turn++) {
      const root = path.arcs.slice(0, turn);
      const start = turn === 0 ? from : arcTo(view, path.arcs[turn - 1] as number);
      const detour = cheapest(question, start, banAfter(view, from, root, taken));
      await question.pause();
      if (detour === undefined) continue;
      const arcs = [...root, ...detour];
      const key = arcs.join();
      if (seen.has(key)) continue;
      seen.add(key);
      candidates.push({ arcs, cost: costOfAll(view, arcs), turn, order: (order += 1) });
    }
  }
  return kept;
};

/** What the next way after this root must not use: its nodes, and the arcs by which known paths went on from here. */
const banAfter = (view: ArcView, from: number, root: readonly number[], taken: readonly Candidate[]): Ban => {
  const nodes = new Set<number>();
  let node = from;
  for (const arc of root) {
    nodes.add(node);
    node = arcTo(view, arc);
  }
  const arcs = new Set<number>();
  for (const path of taken)
    if (path.arcs.length > root.length && root.every((arc, index) => path.arcs[index] === arc))
      arcs.add(path.arcs[root.length] as number);
  return { nodes, arcs };
};
