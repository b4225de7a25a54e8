import { createContext, useContext } from 'react';
import type { AppClient } from './app-client.ts';

export const ClientContext = createContext<AppClient | null>(null);

export const useClient = (): AppClient => {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('No client: a page was drawn outside of the app.');
  return client;
};
