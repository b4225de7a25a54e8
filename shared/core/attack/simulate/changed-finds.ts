import type { WholeWorld } from '../create-world.ts';
import type { FoundEdge, Reached } from '../edge.ts';
import type { ArcRow } from '../graph/arcs.ts';
import type { NodeSpace } from '../graph/node-space.ts';
import { flagsOf } from '../graph/weaver.ts';

/** Arcs of one edge out of one node that go, and those that come. */
export interface ChangedFinds {
  readonly from: number;
  readonly edge: number;
  /** Ends of the arcs that go, with their flags; each as often as it goes. */
  readonly gone: readonly { readonly to: number; readonly flags: number }[];
  readonly come: readonly ArcRow[];
}

export interface FindsQuestion {
  readonly edge: FoundEdge;
  readonly index: number;
  readonly before: WholeWorld;
  readonly after: WholeWorld;
  readonly space: NodeSpace;
  /** Keeps what is known of a new arc, and gives its number. */
  keep(reached: Reached): number;
}

interface Found extends Reached {
  readonly from: string;
  readonly to: string;
}

/** What makes two the same to whoever asks: where they lead, and why. */
const signOf = ({ to, evidence, blockedBy, uncertain }: Found): string => JSON.stringify([to, evidence, blockedBy, uncertain]);

const byStart = (found: Iterable<Found>): ReadonlyMap<string, readonly Found[]> => {
  const starts = new Map<string, Found[]>();
  for (const one of found) {
    if (one.from === one.to) continue;
    const list = starts.get(one.from);
    if (list === undefined) starts.set(one.from, [one]);
    else list.push(one);
  }
  return starts;
};

/** What an edge finds in both worlds, compared start by start. */
export const changedFinds = ({ edge, index, before, after, space, keep }: FindsQuestion): readonly ChangedFinds[] => {
  const was = byStart(edge.find(before));
  const is = byStart(edge.find(after));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(start => {
    const [old = [], now = []] = [was.get(start), is.get(start)];
    if (old.length === now.length && old.map(signOf).join('\n') === now.map(signOf).join('\n')) return [];
    const from = space.intern(start);
    if (from === undefined) return [];
    const end = (one: Found): number => space.intern(one.to) ?? -1;
    const come = now.flatMap((one): readonly ArcRow[] => {
      const to = end(one);
      return to < 0 ? [] : [{ from, to, edge: index, flags: flagsOf(one), cost: edge.cost, ref: keep(one) }];
    });
    return [{ from, edge: index, come, gone: old.map(one => ({ to: end(one), flags: flagsOf(one) })) }];
  });
};
