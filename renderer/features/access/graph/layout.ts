import { aside } from './aside.ts';
import { forced } from './force.ts';
import { layered, type LayoutInput } from './layered.ts';
import type { Point, Scene } from './scene.ts';

export interface LayoutAsk extends LayoutInput {
  readonly kind: 'layered' | 'force';
  readonly root: string | null;
  /** What came to it by expanding, one after the other: all before keep their places. */
  readonly more: readonly LayoutInput[];
}

/** Pure, so that the worker runs it in the page and a test without one. */
export const layOut = ({ kind, root, nodes, edges, more }: LayoutAsk): Scene => {
  const base = kind === 'layered' ? layered({ nodes, edges }) : forced({ nodes, edges }, new Map(), root);
  let scene = base;
  let [allNodes, allEdges] = [nodes, edges];
  for (const added of more) {
    if (kind === 'layered') {
      scene = aside(scene, added);
      continue;
    }
    [allNodes, allEdges] = [
      [...allNodes, ...added.nodes],
      [...allEdges, ...added.edges],
    ];
    const fixed = new Map<string, Point>(scene.boxes.map(({ id, x, y }) => [id, { x, y }]));
    scene = forced({ nodes: allNodes, edges: allEdges }, fixed, root);
  }
  return scene;
};
