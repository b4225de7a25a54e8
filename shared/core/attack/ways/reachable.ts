import { admits, arcTo, outArcs, type Admitted, type ArcView } from '../graph/arc-view.ts';

/** All nodes that can be walked to, the start included. */
export const reachableFrom = (view: ArcView, start: number, admitted: Admitted): ReadonlySet<number> => {
  const seen = new Set([start]);
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop())
    for (const arc of outArcs(view, node)) {
      const to = arcTo(view, arc);
      if (seen.has(to) || !admits(view, admitted, arc)) continue;
      seen.add(to);
      waiting.push(to);
    }
  return seen;
};
