import { admits, arcEdge, arcTo, outArcs, type Admitted, type ArcView } from '../graph/arc-view.ts';
import type { NodeSpace } from '../graph/node-space.ts';
import { costOf } from '../search/distances.ts';

/** Where to go from a node by the shortest way to the one that `distance` was measured to. */
export interface Cheapest {
  /** Arcs from the node on, one list a kind of edge and place: each up to the nearest node that is no fold. */
  firstSteps(node: number): readonly (readonly number[])[];
  /** All arcs to the end; [] from where none leads there. */
  wholeWay(node: number): readonly number[];
  /** Cost to the end by this arc; -1: none. */
  costBy(arc: number): number;
}

export interface CheapestTo {
  readonly view: ArcView;
  readonly space: NodeSpace;
  readonly end: number;
  /** To the end, under `admitted`. */
  readonly distance: Int32Array;
  readonly admitted: Admitted;
}

export const createCheapest = ({ view, space, end, distance, admitted }: CheapestTo): Cheapest => {
  const costBy = (arc: number): number => {
    const rest = distance[arcTo(view, arc)] ?? -1;
    return rest < 0 || !admits(view, admitted, arc) ? -1 : rest + costOf(view, arc);
  };
  const nearest = (node: number): number | undefined =>
    outArcs(view, node).find(arc => costBy(arc) >= 0 && costBy(arc) === distance[node]);
  const throughFolds = (arcs: readonly number[]): readonly number[] => {
    const way = [...arcs];
    for (let at = arcTo(view, way.at(-1) as number); space.isFold(at);) {
      const next = nearest(at);
      if (next === undefined) return way;
      way.push(next);
      at = arcTo(view, next);
    }
    return way;
  };
  return {
    costBy,
    firstSteps: node => {
      const first: (readonly number[])[] = [];
      const consider = (arcs: readonly number[]): void => {
        const last = arcs.at(-1) as number;
        if (costBy(last) < 0) return;
        // A fold that holds several kinds of edges.
        if (arcEdge(view, last) < 0) for (const arc of outArcs(view, arcTo(view, last))) consider([...arcs, arc]);
        else first.push(throughFolds(arcs));
      };
      for (const arc of outArcs(view, node)) consider([arc]);
      return first;
    },
    wholeWay: node => {
      const way: number[] = [];
      // The cost only falls but for steps that cost nothing: each node once.
      const seen = new Set<number>();
      for (let at = node; at !== end;) {
        seen.add(at);
        const next = outArcs(view, at).find(
          arc => costBy(arc) >= 0 && costBy(arc) === distance[at] && !seen.has(arcTo(view, arc)),
        );
        if (next === undefined) break;
        way.push(next);
        at = arcTo(view, next);
      }
      return way;
    },
  };
};
