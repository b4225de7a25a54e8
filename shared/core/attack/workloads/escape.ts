import type { AttackEvidence, AttackNodeKind, Blocked } from '#contract/attack';
import { workloadResources } from '#kube/pod-templates';
import type { EdgeWords, FoundEdge, Reached } from '../edge.ts';
import type { Workload, World } from '../world.ts';
import { isWindows } from './containers-of.ts';
import { placesOf } from './places.ts';
import { specialWorkloads } from './special.ts';

/** One way in one container: what shows it, and what stops it there. */
export interface Way {
  readonly evidence: readonly AttackEvidence[];
  readonly blockedBy: readonly Blocked[];
}

/** Several containers may show the same thing. */
const distinct = (ways: readonly Way[]): readonly AttackEvidence[] => {
  const found = new Map<string, AttackEvidence>();
  for (const { evidence } of ways)
    for (const one of evidence) found.set('path' in one ? `${one.object} ${one.path} ${one.what}` : JSON.stringify(one), one);
  return [...found.values()];
};

/** Open where one way is; where all are stopped, what stops each of them. */
export const bestOf = (ways: readonly Way[]): Reached | undefined => {
  if (ways.length === 0) return undefined;
  const open = ways.filter(({ blockedBy }) => blockedBy.length === 0);
  if (open.length > 0) return { evidence: distinct(open), blockedBy: [], uncertain: [] };
  const stops = new Map(ways.flatMap(way => way.blockedBy.map(stop => [`${stop.mitigation} ${stop.what}`, stop] as const)));
  return { evidence: distinct(ways), blockedBy: [...stops.values()], uncertain: [] };
};

type Look = (world: World, workload: Workload) => readonly Way[];

interface Options {
  readonly windows?: boolean;
  /** Where it leads; the nodes of the workload unless said otherwise. */
  readonly to?: AttackNodeKind;
  readonly ends?: (world: World, workload: Workload) => readonly string[];
}

/** An edge from each workload in which a container has a way, to the nodes that its pods run on. */
export const podEdge = (words: EdgeWords, look: Look, { windows = false, to = 'node', ends }: Options = {}): FoundEdge => ({
  reads: workloadResources,
  ...words,
  kind: 'found',
  from: 'workload',
  to,
  *find(world) {
    for (const workload of specialWorkloads(world)) {
      if (isWindows(workload) !== windows) continue;
      const best = bestOf(look(world, workload));
      if (best === undefined) continue;
      for (const end of ends === undefined ? placesOf(workload) : ends(world, workload))
        yield { from: workload.id, to: end, ...best };
    }
  },
});

/** The same to a harm that leads no further. */
export const podImpact = (words: EdgeWords, impact: string, look: Look): FoundEdge =>
  podEdge(words, look, { to: 'impact', ends: () => [`impact:${impact}`] });
