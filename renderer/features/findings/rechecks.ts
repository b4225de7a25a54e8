import { create } from 'zustand';
import type { Recheck, RecheckScope, RecheckState, RecheckVerdict } from '#contract/recheck';

interface Rechecks {
  /** Second looks by snapshot, the newest first. They lie over it until they are put away. */
  readonly looks: Readonly<Record<string, readonly Recheck[]>>;
}

const kept = 20;

/** Of this window: a snapshot is what it was, whatever was read later. */
export const useRechecks = create<Rechecks>(() => ({ looks: {} }));

const scopeKey = (scope: RecheckScope): string => JSON.stringify(scope);

const none: readonly Recheck[] = [];

export const looksOf = (state: Rechecks, snapshot: string): readonly Recheck[] => state.looks[snapshot] ?? none;

/** A new look takes the place of an older one of the same scope. */
export const keepLook = (look: Recheck): void =>
  useRechecks.setState(state => ({
    looks: {
      ...state.looks,
      [look.snapshot]: [
        look,
        ...looksOf(state, look.snapshot).filter(other => scopeKey(other.scope) !== scopeKey(look.scope)),
      ].slice(0, kept),
    },
  }));

export const dismissLook = (look: Recheck): void =>
  useRechecks.setState(state => ({
    looks: { ...state.looks, [look.snapshot]: looksOf(state, look.snapshot).filter(other => other !== look) },
  }));

export interface Seen {
  readonly look: Recheck;
  readonly verdict: RecheckVerdict;
}

/** What the newest look says of a finding. */
export const seenAgain = (looks: readonly Recheck[], finding: string): Seen | undefined => {
  for (const look of looks) {
    const verdict = look.verdicts.find(candidate => candidate.finding === finding);
    if (verdict !== undefined) return { look, verdict };
  }
  return undefined;
};

export const stateWords: Readonly<Record<RecheckState, string>> = {
  still: 'still there',
  changed: 'changed',
  gone: 'gone',
  unknown: 'now unknown',
  new: 'new',
};

export const scopeWords = (scope: RecheckScope): string => {
  if (scope.type === 'finding') return 'this finding';
  if (scope.type === 'namespace') return `namespace ${scope.namespace}`;
  return `${scope.kind} ${scope.namespace === undefined ? '' : `${scope.namespace}/`}${scope.name}`;
};

/** "1 gone, 2 still there" in the order of what matters. */
export const countWords = ({ counts }: Recheck): string =>
  (['new', 'gone', 'changed', 'unknown', 'still'] as const)
    .filter(state => counts[state] > 0)
    .map(state => `${counts[state]} ${stateWords[state]}`)
    .join(', ');
