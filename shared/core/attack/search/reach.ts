import { admits, arcFrom, arcTo, inArcs, outArcs, type Admitted, type ArcView } from '../graph/arc-view.ts';

export interface Reach {
  /** Steps to each node that is reached, -1 for the others. */
  readonly steps: Int32Array;
  /** Nodes in the order in which they were reached. */
  readonly order: readonly number[];
}

export interface ReachQuestion {
  readonly view: ArcView;
  readonly start: number;
  readonly direction: 'out' | 'in';
  readonly depth: number;
  readonly admitted: Admitted;
  isFold(node: number): boolean;
  /** Nodes at which it ends: they are reached, and nothing behind them. */
  stops(node: number): boolean;
}

/** What is around a node within some steps. A step is an arc that leaves a node that is seen; folds add none. */
export const reachOf = ({ view, start, direction, depth, admitted, isFold, stops }: ReachQuestion): Reach => {
  const steps = new Int32Array(view.nodes).fill(-1);
  const order: number[] = [];
  let layer: number[] = [start];
  steps[start] = 0;
  for (let step = 0; step <= depth && layer.length > 0; step++) {
    const beyond: number[] = [];
    for (let place = 0; place < layer.length; place++) {
      const node = layer[place] as number;
      if (steps[node] !== step) continue;
      order.push(node);
      if (node !== start && stops(node)) continue;
      for (const arc of direction === 'out' ? outArcs(view, node) : inArcs(view, node)) {
        if (!admits(view, admitted, arc)) continue;
        const other = direction === 'out' ? arcTo(view, arc) : arcFrom(view, arc);
        const at = step + (isFold(arcFrom(view, arc)) ? 0 : 1);
        const before = steps[other] as number;
        if (at > depth || (before >= 0 && before <= at)) continue;
        steps[other] = at;
        (at === step ? layer : beyond).push(other);
      }
    }
    layer = beyond;
  }
  return { steps, order };
};
