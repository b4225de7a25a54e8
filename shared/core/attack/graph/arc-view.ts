import type { ArcRow, Arcs } from './arcs.ts';

/**
 * Arcs as a question sees them: those of the graph, save those out of `replaced` nodes, and some more. Numbers from
 * `arcs.count` on are the further ones.
 */
export interface ArcView {
  readonly arcs: Arcs;
  /** Nodes, further ones included. */
  readonly nodes: number;
  readonly replaced: Uint8Array | null;
  readonly extra: readonly ArcRow[];
  readonly extraOut: ReadonlyMap<number, readonly number[]>;
  readonly extraIn: ReadonlyMap<number, readonly number[]>;
}

const byEnd = (extra: readonly ArcRow[], first: number, end: 'from' | 'to'): ReadonlyMap<number, readonly number[]> => {
  const found = new Map<number, number[]>();
  extra.forEach((row, index) => {
    const list = found.get(row[end]);
    if (list === undefined) found.set(row[end], [first + index]);
    else list.push(first + index);
  });
  return found;
};

export const createArcView = (arcs: Arcs, nodes: number, replaced: Uint8Array | null, extra: readonly ArcRow[]): ArcView => ({
  arcs,
  nodes,
  replaced,
  extra,
  extraOut: byEnd(extra, arcs.count, 'from'),
  extraIn: byEnd(extra, arcs.count, 'to'),
});

export const withArcs = (view: ArcView, more: readonly ArcRow[]): ArcView =>
  createArcView(view.arcs, view.nodes, view.replaced, [...view.extra, ...more]);

export const arcFrom = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.from[arc] as number) : (extra[arc - arcs.count] as ArcRow).from;
export const arcTo = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.to[arc] as number) : (extra[arc - arcs.count] as ArcRow).to;
export const arcEdge = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.edge[arc] as number) : (extra[arc - arcs.count] as ArcRow).edge;
export const arcFlags = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.flags[arc] as number) : (extra[arc - arcs.count] as ArcRow).flags;
export const arcCost = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.cost[arc] as number) : (extra[arc - arcs.count] as ArcRow).cost;
export const arcRef = ({ arcs, extra }: ArcView, arc: number): number =>
  arc < arcs.count ? (arcs.ref[arc] as number) : (extra[arc - arcs.count] as ArcRow).ref;

/** Which arcs and nodes a question admits. `edges`: by number of kind + 1, folds at 0. */
export interface Admitted {
  readonly edges: Uint8Array;
  readonly nodes: Uint8Array | null;
  /** Flags that bar an arc. */
  readonly barred: number;
}

export const admits = (view: ArcView, admitted: Admitted, arc: number): boolean =>
  (arcFlags(view, arc) & admitted.barred) === 0 &&
  admitted.edges[arcEdge(view, arc) + 1] === 1 &&
  (admitted.nodes === null ||
    (nodeAdmitted(admitted.nodes, arcFrom(view, arc)) && nodeAdmitted(admitted.nodes, arcTo(view, arc))));

/** Nodes beyond the table are further ones of a change; they are admitted. */
const nodeAdmitted = (nodes: Uint8Array, node: number): boolean => node >= nodes.length || nodes[node] === 1;

/** Arcs out of a node. */
export const outArcs = (view: ArcView, node: number): readonly number[] => collect(view, node, 'out');
export const inArcs = (view: ArcView, node: number): readonly number[] => collect(view, node, 'in');

const collect = ({ arcs, replaced, extraIn, extraOut }: ArcView, node: number, side: 'in' | 'out'): readonly number[] => {
  const found: number[] = [];
  const known = node < arcs.outStart.length - 1;
  if (side === 'out' && known && replaced?.[node] !== 1)
    for (let arc = arcs.outStart[node] as number; arc < (arcs.outStart[node + 1] as number); arc++) found.push(arc);
  if (side === 'in' && known)
    for (let at = arcs.inStart[node] as number; at < (arcs.inStart[node + 1] as number); at++) {
      const arc = arcs.inArc[at] as number;
      if (replaced?.[arcs.from[arc] as number] !== 1) found.push(arc);
    }
  for (const arc of (side === 'out' ? extraOut : extraIn).get(node) ?? []) found.push(arc);
  return found;
};
