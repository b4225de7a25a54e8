import { useEffect, useLayoutEffect } from 'react';

export type PageState = 'loading' | 'ready' | 'error';

/** Tells drivers on `<html data-state>` when this page has painted its data. */
export const usePageState = (state: PageState): void => {
  useLayoutEffect(() => {
    if (state === 'loading') document.documentElement.dataset['state'] = 'loading';
  }, [state]);
  useEffect(() => {
    document.documentElement.dataset['state'] = state;
  }, [state]);
};

interface Asked {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly fetchStatus: string;
}

/** Of the queries that a page cannot do without. A failed refresh of data that is there is no error of the page. */
export const stateOf = (...queries: readonly (Asked & { readonly data: unknown })[]): PageState => {
  if (queries.some(query => query.isError && query.data === undefined)) return 'error';
  return queries.some(query => query.isPending && query.fetchStatus !== 'idle') ? 'loading' : 'ready';
};

export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Plumbline`;
  }, [title]);
};
