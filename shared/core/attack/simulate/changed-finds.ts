import type { WholeWorld } from '../create-world.ts';
import type { FoundEdge, Reached } from '../edge.ts';
import type { ArcRow } from '../graph/arcs.ts';
import type { AttackGraph } from '../graph/build-graph.ts';
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

interface Found extends Reached {
  readonly from: string;
  readonly to: string;
}

/** What makes two the same to whoever asks: where they lead, and why. */
const signOf = ({ to, evidence, blockedBy, uncertain }: Found): string => JSON.stringify([to, evidence, blockedBy, uncertain]);

type ByStart = ReadonlyMap<string, readonly Found[]>;

const byStart = (found: Iterable<Found>, only: ReadonlySet<string> | null): ByStart => {
  const starts = new Map<string, Found[]>();
  for (const one of found) {
    if (one.from === one.to || (only !== null && !only.has(one.from))) continue;
    const list = starts.get(one.from);
    if (list === undefined) starts.set(one.from, [one]);
    else list.push(one);
  }
  return starts;
};

const none: readonly Found[] = [];

const isSame = (old: readonly Found[], now: readonly Found[]): boolean =>
  old.length === now.length && old.every((one, index) => signOf(one) === signOf(now[index] as Found));

/** Starts from which an edge finds other things in the one world than in the other. */
export const startsThatDiffer = (edge: FoundEdge, before: WholeWorld, after: WholeWorld): ReadonlySet<string> => {
  const was = byStart(edge.find(before), null);
  const is = byStart(edge.find(after), null);
  return new Set([...was.keys(), ...is.keys()].filter(start => !isSame(was.get(start) ?? none, is.get(start) ?? none)));
};

export interface FindsQuestion {
  readonly graph: AttackGraph;
  readonly edge: FoundEdge;
  readonly index: number;
  readonly after: WholeWorld;
  readonly starts: ReadonlySet<string>;
  readonly space: NodeSpace;
  /** Keeps what is known of a new arc, and gives its number. */
  keep(reached: Reached): number;
}

const gone = ({ arcs }: AttackGraph, from: number, edge: number): ChangedFinds['gone'] => {
  const found: { to: number; flags: number }[] = [];
  if (from >= arcs.outStart.length - 1) return found;
  for (let arc = arcs.outStart[from] as number; arc < (arcs.outStart[from + 1] as number); arc++)
    if (arcs.edge[arc] === edge) found.push({ to: arcs.to[arc] as number, flags: arcs.flags[arc] as number });
  return found;
};

/** What an edge finds in the changed world from these starts, in place of all that it found from them before. */
export const changedFinds = (question: FindsQuestion): readonly ChangedFinds[] => {
  const { graph, edge, index, after, starts, space, keep } = question;
  const now = byStart(edge.find(after), starts);
  return [...starts].flatMap((start): readonly ChangedFinds[] => {
    const from = space.intern(start);
    if (from === undefined) return [];
    const come = (now.get(start) ?? none).flatMap((one): readonly ArcRow[] => {
      const to = space.intern(one.to);
      return to === undefined ? [] : [{ from, to, edge: index, flags: flagsOf(one), cost: edge.cost, ref: keep(one) }];
    });
    return [{ from, edge: index, come, gone: gone(graph, from, index) }];
  });
};
