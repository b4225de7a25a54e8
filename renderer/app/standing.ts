import { create } from 'zustand';
import type { ContextRef } from '#contract/snapshot';

export type StaleReason = 'sleep' | 'network' | 'login';

export interface Stale {
  readonly reason: StaleReason;
  /** Whose login; null: every cluster. */
  readonly context: ContextRef | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Standing {
  /** Since when the core does not answer. */
  readonly goneSince: number | null;
  /** When it was back, until that was read. */
  readonly restartedAt: number | null;
  readonly offlineSince: number | null;
  readonly stale: Stale | null;
}

/** Whether what this window shows can still be renewed, and since when it cannot. A snapshot is never live; this tells what parted it further. */
export const useStanding = create<Standing>(() => ({ goneSince: null, restartedAt: null, offlineSince: null, stale: null }));

const same = (a: ContextRef | null, b: ContextRef | null): boolean => a?.source === b?.source && a?.name === b?.name;

const minute = 60_000;

/** Host and page both notice a sleep: told twice within a minute it is one. An expired login outweighs the others. */
export const takeStale = (reason: StaleReason, context: ContextRef | null, now = Date.now()): void =>
  useStanding.setState(({ stale }) => {
    if (stale !== null && stale.reason === 'login' && reason !== 'login') return {};
    if (stale !== null && stale.reason === reason && same(stale.context, context) && now - stale.at < minute) return {};
    return { stale: { reason, context, at: now } };
  });

export const dismissStale = (): void => useStanding.setState({ stale: null });

export const setOffline = (offline: boolean, now = Date.now()): void =>
  useStanding.setState(state => ({ offlineSince: offline ? (state.offlineSince ?? now) : null }));

export const coreGone = (now = Date.now()): void =>
  useStanding.setState(state => ({ goneSince: state.goneSince ?? now, restartedAt: null }));

export const coreBack = (now = Date.now()): void => useStanding.setState({ goneSince: null, restartedAt: now });

export const dismissRestart = (): void => useStanding.setState({ restartedAt: null });

/** What parts this data from its cluster: newer data has not been through it. */
export const staleFor = (
  stale: Stale | null,
  data: { readonly capturedUntil: string; readonly context: ContextRef | null; readonly origin: string },
): Stale | null => {
  if (stale === null || data.origin !== 'cluster' || Date.parse(data.capturedUntil) >= stale.at) return null;
  return stale.context === null || same(stale.context, data.context) ? stale : null;
};
