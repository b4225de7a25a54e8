import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import type { EdgeWords, FoundEdge, Reached } from '../edge.ts';
import { because, together } from '../reached.ts';
import { keepsOut, type Sender } from '../mitigations/network-policy.ts';
import { internetId, type Workload, type World } from '../world.ts';
import { workloadsBehind } from './exposure.ts';

export interface Exposure {
  readonly workload: Workload;
  readonly evidence: readonly AttackEvidence[];
  readonly reached: Reached;
}

/** From the internet to each workload that is exposed; the best way where several expose the same. */
export const exposedEdge = (
  words: Omit<EdgeWords, 'row' | 'severity' | 'cost' | 'gives' | 'abuse'>,
  sender: Sender,
  look: (world: World) => Iterable<Exposure>,
): FoundEdge => ({
  reads: ['services', 'pods'],
  ...words,
  kind: 'found',
  from: 'internet',
  to: 'workload',
  row: 'P29',
  severity: 'medium',
  cost: 3,
  gives: 'A way to talk to the program; code in its container where the program has a fault.',
  abuse:
    'Whoever reaches the port may look for faults of the program behind it. Whether it has one no snapshot tells: this is where attacks from outside begin.',
  *find(world) {
    const best = new Map<string, Reached>();
    for (const { workload, evidence, reached } of look(world)) {
      const known = best.get(workload.id);
      if (known !== undefined && known.blockedBy.length === 0) continue;
      const found = together(because(...evidence), reached, keepsOut(world, workload, sender));
      if (known === undefined || found.blockedBy.length === 0) best.set(workload.id, found);
    }
    for (const [id, reached] of best) yield { from: internetId, to: id, ...reached };
  },
});

/** Each workload behind a Service, with the same evidence. */
export const behind = (
  world: World,
  service: KubeObject,
  evidence: readonly AttackEvidence[],
  reached: Reached,
): readonly Exposure[] => workloadsBehind(world, service).map(workload => ({ workload, evidence, reached }));
