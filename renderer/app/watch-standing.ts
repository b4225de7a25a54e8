import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MethodName } from '#contract/methods';
import type { ProblemCode } from '#contract/problem';
import type { ContextRef } from '#contract/snapshot';
import type { AppClient } from './client/app-client.ts';
import { problemOf } from './client/query.ts';
import { coreBack, coreGone, setOffline, takeStale, useStanding } from './standing.ts';

const loginCodes: ReadonlySet<ProblemCode> = new Set(['credentials-expired', 'unauthorized']);

const contextOf = (input: unknown): ContextRef | null => {
  if (typeof input !== 'object' || input === null || !('context' in input)) return null;
  const { context } = input;
  return typeof context === 'object' &&
    context !== null &&
    'source' in context &&
    'name' in context &&
    typeof context.source === 'string' &&
    typeof context.name === 'string'
    ? { source: context.source, name: context.name }
    : null;
};

/**
 * The client with an eye on its replies: a core that does not answer is asked for its name, and only when it does not
 * answer that either is it gone; a cluster that takes the login no more makes what is shown stale.
 */
export const watched = (client: AppClient): AppClient => {
  const ask = async (): Promise<void> => {
    if (useStanding.getState().goneSince !== null) return;
    const reply = await client.call('app.info', {});
    if (!reply.ok && reply.error.code === 'core-gone') coreGone();
  };
  const look = (name: MethodName, input: unknown, code: ProblemCode): void => {
    if (code === 'core-gone' && name !== 'app.info') void ask();
    const context = contextOf(input);
    if (loginCodes.has(code) && context !== null) takeStale('login', context);
  };
  return {
    ...client,
    call: async (name, input, signal) => {
      const reply = await client.call(name, input, signal);
      if (!reply.ok) look(name, input, reply.error.code);
      return reply;
    },
  };
};

const beat = 15_000;
const slept = 180_000;

/** A page that hears nothing of the machine's sleep sees it in its own clock. Background tabs are slowed to a minute, no more. */
const useSleep = (): void => {
  useEffect(() => {
    let last = Date.now();
    const look = (): void => {
      const now = Date.now();
      if (now - last > slept) takeStale('sleep', null, now);
      last = now;
    };
    const timer = setInterval(look, beat);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
};

const useNetwork = (): void => {
  useEffect(() => {
    const off = (): void => setOffline(true);
    const on = (): void => {
      if (useStanding.getState().offlineSince !== null) takeStale('network', null);
      setOffline(false);
    };
    if (!navigator.onLine) off();
    window.addEventListener('offline', off);
    window.addEventListener('online', on);
    return () => {
      window.removeEventListener('offline', off);
      window.removeEventListener('online', on);
    };
  }, []);
};

const again = 2000;

/** While the core is gone it is asked for every two seconds; when it is back, what had failed is asked anew. */
const useReturn = (client: AppClient): void => {
  const gone = useStanding(state => state.goneSince !== null);
  const queries = useQueryClient();
  useEffect(() => {
    if (!gone) return undefined;
    const ask = async (): Promise<void> => {
      const reply = await client.call('app.info', {});
      if (!reply.ok && reply.error.code === 'core-gone') return;
      coreBack();
      void queries.invalidateQueries({
        predicate: query => query.state.error !== null && problemOf(query.state.error).code === 'core-gone',
      });
    };
    const timer = setInterval(() => void ask(), again);
    return () => clearInterval(timer);
  }, [client, gone, queries]);
};

/** Keeps `useStanding` by what the page itself can see; the host's events come through `Events`. */
export const WatchStanding = ({ client }: { readonly client: AppClient }): null => {
  useSleep();
  useNetwork();
  useReturn(client);
  return null;
};
