import type { AttackEvidence, Blocked } from '#contract/attack';
import type { Need } from '#contract/coverage';
import type { KubeObject } from '#contract/kube';
import type { Reached } from './edge.ts';
import type { World } from './world.ts';

/** Open, with nothing to tell of it beyond the rights themselves. */
export const open: Reached = Object.freeze({ evidence: [], blockedBy: [], uncertain: [] });

export const because = (...evidence: readonly AttackEvidence[]): Reached =>
  evidence.length === 0 ? open : { evidence, blockedBy: [], uncertain: [] };

export const blocked = (...blockedBy: readonly Blocked[]): Reached => ({ evidence: [], blockedBy, uncertain: [] });

export const uncertain = (needs: readonly Need[]): Reached =>
  needs.length === 0 ? open : { evidence: [], blockedBy: [], uncertain: needs };

/** All of them at once: each that blocks, blocks. */
export const together = (...all: readonly Reached[]): Reached => {
  const [only, ...others] = all.filter(one => one !== open);
  if (only === undefined) return open;
  if (others.length === 0) return only;
  const parts = [only, ...others];
  return {
    evidence: parts.flatMap(({ evidence }) => evidence),
    blockedBy: parts.flatMap(({ blockedBy }) => blockedBy),
    uncertain: parts.flatMap(one => one.uncertain),
  };
};

/** A field of an object as evidence; `path` '' for the object as a whole. */
export const seen = (world: Pick<World, 'keyOf'>, object: KubeObject, path: string, what: string): AttackEvidence => ({
  object: world.keyOf(object),
  path,
  what,
});
