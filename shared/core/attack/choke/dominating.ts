import type { GraphState } from '../graph/graph-state.ts';
import { dominatorsTo } from '../search/dominators.ts';
import type { Admitted } from '../graph/arc-view.ts';

export interface Dominating {
  readonly node: number;
  /** Starts all whose ways go through it. */
  readonly starts: number;
}

/** Nodes that are seen, by how many starts have no way around them; most first. The start itself does not count for itself. */
export const dominating = (
  state: GraphState,
  target: number,
  admitted: Admitted,
  isStart: (node: number) => boolean,
): readonly Dominating[] => {
  const above = dominatorsTo(state.view, target, admitted);
  const below = new Int32Array(above.length);
  const children = new Int32Array(above.length);
  for (const parent of above) if (parent >= 0) children[parent] = (children[parent] as number) + 1;
  // From the leaves up: a node is counted when all below it are.
  const ready: number[] = [];
  for (let node = 0; node < above.length; node++) if ((above[node] as number) >= 0 && children[node] === 0) ready.push(node);
  for (let place = 0; place < ready.length; place++) {
    const node = ready[place] as number;
    const parent = above[node] as number;
    if (parent < 0) continue;
    below[parent] = (below[parent] as number) + (below[node] as number) + (isStart(node) ? 1 : 0);
    children[parent] = (children[parent] as number) - 1;
    if (children[parent] === 0) ready.push(parent);
  }
  const found: Dominating[] = [];
  for (let node = 0; node < below.length; node++)
    if ((below[node] as number) > 0 && node !== target && !state.space.isFold(node))
      found.push({ node, starts: below[node] as number });
  return found.toSorted((left, right) => right.starts - left.starts || left.node - right.node);
};
