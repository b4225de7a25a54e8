import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { toast, ToastHost } from '#renderer/ui/Toast.tsx';
import { NonceContext } from '#renderer/ui/nonce.ts';
import type { AppClient } from './client/app-client.ts';
import { ClientContext, useClient } from './client/context.tsx';
import { problemOf } from './client/query.ts';
import { Frame } from './frame/Frame.tsx';
import { DropZone } from './imports/DropZone.tsx';
import { HostEvents } from './host-events.ts';
import { takeEvent } from './live.ts';
import { Pages } from './Pages.tsx';
import { routes } from './routes.ts';
import { SettingsApplied } from './settings.ts';
import { coreBack, takeStale } from './standing.ts';
import { TraySync } from './TraySync.tsx';
import { WatchStanding, watched } from './watch-standing.ts';

const retryable: ReadonlySet<string> = new Set(['core-gone']);

/** A snapshot does not change, so that its answers stay good; what can change is told by events. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && retryable.has(problemOf(error).code),
        retryDelay: 400,
      },
      mutations: { networkMode: 'always' },
    },
  });

const Events = (): null => {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  // Asked before this page was open, or in another tab.
  useEffect(() => {
    void client.call('exec.questions', {}).then(asked => {
      if (asked.ok) for (const question of asked.value.questions) takeEvent(question);
    });
  }, [client]);
  useEffect(
    () =>
      client.subscribe(event => {
        takeEvent(event);
        if (event.type === 'library.changed') {
          void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
          void queries.invalidateQueries({ queryKey: ['snapshots.get'] });
          void queries.invalidateQueries({ queryKey: ['contexts.list'] });
        }
        if (event.type === 'settings.changed') {
          void queries.invalidateQueries({ queryKey: ['settings.get'] });
          void queries.invalidateQueries({ queryKey: ['contexts.list'] });
        }
        if (event.type === 'stale') takeStale(event.reason, event.context);
        if (event.type === 'opened' && event.snapshot !== null) navigate(routes.findings(event.snapshot));
        if (event.type === 'opened' && event.problem !== null)
          toast(event.problem.what, `${event.problem.why} ${event.problem.todo}`, 'alert');
        if (event.type === 'core.restarted') {
          coreBack();
          void queries.invalidateQueries();
        }
      }),
    [client, queries, navigate],
  );
  return null;
};

export const App = ({ client, nonce }: { readonly client: AppClient; readonly nonce: string }): ReactElement => {
  const [queries] = useState(newQueryClient);
  const watching = useMemo(() => watched(client), [client]);
  return (
    <NonceContext.Provider value={nonce}>
      <CSPProvider nonce={nonce}>
        <ClientContext.Provider value={watching}>
          <QueryClientProvider client={queries}>
            <ToastHost>
              <Events />
              <HostEvents />
              <DropZone />
              <TraySync />
              <SettingsApplied />
              <WatchStanding client={client} />
              <Frame>
                <Pages />
              </Frame>
            </ToastHost>
          </QueryClientProvider>
        </ClientContext.Provider>
      </CSPProvider>
    </NonceContext.Provider>
  );
};
