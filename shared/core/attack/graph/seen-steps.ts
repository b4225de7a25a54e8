import { admits, arcFrom, arcTo, inArcs, outArcs, type Admitted, type ArcView } from './arc-view.ts';
import type { NodeSpace } from './node-space.ts';
import { stepsOf, type Step } from './steps.ts';

export interface StepsQuestion {
  readonly view: ArcView;
  readonly space: NodeSpace;
  readonly admitted: Admitted;
  /** Steps that are made at most. */
  readonly limit: number;
}

/** Steps out of (or into) a node that is seen, through whatever folds; each edge to a node once a state of its flags. */
export const stepsAt = (node: number, side: 'out' | 'in', question: StepsQuestion): readonly Step[] => {
  const { view, space, admitted, limit } = question;
  const steps: Step[] = [];
  const seen = new Set<string>();
  // Ways from the node into folds, that are to be led on.
  const open: (readonly number[])[] = [[]];
  const end = (way: readonly number[]): number => {
    if (way.length === 0) return node;
    return side === 'out' ? arcTo(view, way.at(-1) as number) : arcFrom(view, way[0] as number);
  };
  for (let place = 0; place < open.length && steps.length < limit; place++) {
    const way = open[place] as readonly number[];
    for (const arc of side === 'out' ? outArcs(view, end(way)) : inArcs(view, end(way))) {
      if (!admits(view, admitted, arc)) continue;
      const longer = side === 'out' ? [...way, arc] : [arc, ...way];
      if (space.isFold(side === 'out' ? arcTo(view, arc) : arcFrom(view, arc))) {
        open.push(longer);
        continue;
      }
      const [step] = stepsOf(view, space, longer);
      if (step === undefined || step.from === step.to) continue;
      const key = `${step.edge} ${step.from} ${step.to} ${step.flags}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (steps.push(step) >= limit) break;
    }
  }
  return steps;
};

/** Whether there is any step, and how many up to a limit. */
export const countSteps = (node: number, side: 'out' | 'in', question: StepsQuestion): number =>
  stepsAt(node, side, question).length;
