import { admits, arcFrom, inArcs, outArcs, arcTo, type Admitted, type ArcView } from '../graph/arc-view.ts';

/**
 * What every way to the target goes through: for each node the next one that all its ways have in common (-1: none, or the
 * node does not reach the target). Semi-NCA (Georgiadis), on the graph backwards, without recursion.
 */
export const dominatorsTo = (view: ArcView, target: number, admitted: Admitted): Int32Array => {
  const { order, parent, rank } = depthFirst(view, target, admitted);
  const count = order.length;
  const semi = new Int32Array(count);
  const label = new Int32Array(count);
  const ancestor = new Int32Array(count).fill(-1);
  const above = new Int32Array(count);
  for (let place = 0; place < count; place++) {
    semi[place] = place;
    label[place] = place;
    above[place] = parent[place] as number;
  }
  for (let place = count - 1; place > 0; place--) {
    const node = order[place] as number;
    // Backwards: the predecessors of a node are the ends of the arcs out of it.
    for (const arc of outArcs(view, node)) {
      if (!admits(view, admitted, arc)) continue;
      const other = rank[arcTo(view, arc)] as number;
      if (other < 0) continue;
      const least = semi[lowest(other, ancestor, label, semi)] as number;
      if (least < (semi[place] as number)) semi[place] = least;
    }
    ancestor[place] = parent[place] as number;
  }
  const dominator = new Int32Array(view.nodes).fill(-1);
  for (let place = 1; place < count; place++) {
    let candidate = above[place] as number;
    while (candidate > (semi[place] as number)) candidate = above[candidate] as number;
    above[place] = candidate;
    dominator[order[place] as number] = order[candidate] as number;
  }
  return dominator;
};

interface Forest {
  /** Nodes by the order in which they were met. */
  readonly order: readonly number[];
  readonly parent: Int32Array;
  readonly rank: Int32Array;
}

const depthFirst = (view: ArcView, target: number, admitted: Admitted): Forest => {
  const rank = new Int32Array(view.nodes).fill(-1);
  const order: number[] = [];
  const parents: number[] = [];
  const stack: { readonly node: number; readonly arcs: readonly number[]; next: number }[] = [];
  const enter = (node: number, parent: number): void => {
    rank[node] = order.length;
    order.push(node);
    parents.push(parent);
    stack.push({ node, arcs: inArcs(view, node), next: 0 });
  };
  enter(target, -1);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const arc = top.arcs[top.next];
    if (arc === undefined) {
      stack.pop();
      continue;
    }
    top.next += 1;
    const start = arcFrom(view, arc);
    if ((rank[start] as number) < 0 && admits(view, admitted, arc)) enter(start, rank[top.node] as number);
  }
  return { order, parent: Int32Array.from(parents), rank };
};

/** The node with the least semidominator on the way up the forest, which is shortened while it is walked. */
const lowest = (from: number, ancestor: Int32Array, label: Int32Array, semi: Int32Array): number => {
  if ((ancestor[from] as number) < 0) return from;
  const way: number[] = [];
  for (let node = from; (ancestor[ancestor[node] as number] as number) >= 0; node = ancestor[node] as number) way.push(node);
  for (let at = way.length - 1; at >= 0; at--) {
    const node = way[at] as number;
    const up = ancestor[node] as number;
    if ((semi[label[up] as number] as number) < (semi[label[node] as number] as number)) label[node] = label[up] as number;
    ancestor[node] = ancestor[up] as number;
  }
  return label[from] as number;
};
