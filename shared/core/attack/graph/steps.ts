import { arcEdge, arcFlags, arcFrom, arcRef, arcTo, type ArcView } from './arc-view.ts';
import { everywhere } from './fold-key.ts';
import type { NodeSpace } from './node-space.ts';

/** One step as a reader sees it: the folds between two nodes are left out. */
export interface Step {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly flags: number;
  /** What is known of a found one, -1 for one by rights. */
  readonly ref: number;
  /** Namespace whose targets the last fold leads to, '' for the cluster's. */
  readonly place: string;
  readonly arcs: readonly number[];
}

/** The steps of a way by its arcs. */
export const stepsOf = (view: ArcView, space: NodeSpace, arcs: readonly number[]): readonly Step[] => {
  const steps: Step[] = [];
  let part: number[] = [];
  for (const arc of arcs) {
    part.push(arc);
    if (space.isFold(arcTo(view, arc))) continue;
    steps.push(stepOf(view, space, part));
    part = [];
  }
  return steps;
};

const stepOf = (view: ArcView, space: NodeSpace, arcs: readonly number[]): Step => {
  const first = arcs[0] as number;
  const last = arcs.at(-1) as number;
  // A fold of one namespace may lead on into one that several share: the first that is of one place says where.
  const folds = arcs.map(arc => arcFrom(view, arc)).filter(node => space.isFold(node));
  const place = folds.map(fold => space.place(fold)).find(one => one !== everywhere) ?? '';
  return {
    edge: arcEdge(view, last),
    from: arcFrom(view, first),
    to: arcTo(view, last),
    flags: arcs.reduce((flags, arc) => flags | arcFlags(view, arc), 0),
    ref: arcRef(view, last),
    place,
    arcs,
  };
};

/** Two ways of the same steps are one to a reader. */
export const stepsKey = (steps: readonly Step[]): string =>
  steps.map(({ from, edge, to, flags }) => `${from},${edge},${to},${flags}`).join(' ');
