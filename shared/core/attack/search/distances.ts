import { arcCost, arcFlags, arcFrom, admits, type Admitted, type ArcView } from '../graph/arc-view.ts';
import { blockedFlag } from '../graph/arcs.ts';

/** What a blocked arc costs beyond its own, so that open paths always come before it. */
export const blockedPenalty = 1000;

export const costOf = (view: ArcView, arc: number): number =>
  arcCost(view, arc) + ((arcFlags(view, arc) & blockedFlag) === 0 ? 0 : blockedPenalty);

/** One cheapest way from each node: the arc by which it goes on, and the nodes nearest first. */
export interface WayRecord {
  readonly next: Int32Array;
  readonly order: number[];
}

export const wayRecord = (view: ArcView): WayRecord => ({ next: new Int32Array(view.nodes).fill(-1), order: [] });

/**
 * Cost from each node to the target, -1 where it is not reached: Dijkstra backwards, with a bucket a cost (costs are small
 * whole numbers, so that no heap is needed).
 */
export const distancesTo = (view: ArcView, target: number, admitted: Admitted, way?: WayRecord): Int32Array => {
  const { arcs, replaced, extraIn } = view;
  const { inStart, inArc, from, flags, edge, cost } = arcs;
  const { edges, nodes, barred } = admitted;
  const known = inStart.length - 1;
  const hasExtra = extraIn.size === 0 ? null : new Uint8Array(view.nodes);
  if (hasExtra !== null) for (const node of extraIn.keys()) hasExtra[node] = 1;
  const distance = new Int32Array(view.nodes).fill(-1);
  const buckets: (number[] | undefined)[] = [[target]];
  distance[target] = 0;
  const relax = (start: number, at: number, arc: number): void => {
    const before = distance[start] as number;
    if (before >= 0 && before <= at) return;
    distance[start] = at;
    if (way !== undefined) way.next[start] = arc;
    const bucket = buckets[at];
    if (bucket === undefined) buckets[at] = [start];
    else bucket.push(start);
  };
  for (let at = 0; at < buckets.length; at++) {
    const bucket = buckets[at];
    if (bucket === undefined) continue;
    for (let place = 0; place < bucket.length; place++) {
      const node = bucket[place] as number;
      if (distance[node] !== at) continue;
      way?.order.push(node);
      const end = node < known ? (inStart[node + 1] as number) : 0;
      for (let index = node < known ? (inStart[node] as number) : 0; index < end; index++) {
        const arc = inArc[index] as number;
        const start = from[arc] as number;
        const flag = flags[arc] as number;
        if ((flag & barred) !== 0 || edges[(edge[arc] as number) + 1] !== 1) continue;
        if (replaced !== null && replaced[start] === 1) continue;
        if (nodes !== null && nodes[start] !== 1) continue;
        relax(start, at + (cost[arc] as number) + ((flag & blockedFlag) === 0 ? 0 : blockedPenalty), arc);
      }
      if (hasExtra !== null && hasExtra[node] === 1)
        for (const arc of extraIn.get(node) ?? [])
          if (admits(view, admitted, arc)) relax(arcFrom(view, arc), at + costOf(view, arc), arc);
    }
    buckets[at] = undefined;
  }
  return distance;
};
