import { keepPreviousData, useQueries, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { FindingsLine, FindingsPage } from '#contract/findings-query';
import type { Input } from '#contract/methods';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import { filterOf } from './filter-terms.ts';
import type { ListState } from './list-state.ts';
import { headsAt, type Positions, positionsOf } from './positions.ts';

export const pageSize = 100;
/** Lines before and behind those on view that are asked for too, so that a list that is scrolled finds them there. */
const ahead = 50;

export type ListQuery = Omit<Input<'findings.list'>, 'offset' | 'limit'>;

export interface Lines {
  readonly query: ListQuery;
  /** The first window: counts and facets are the same in every window. */
  readonly first: UseQueryResult<FindingsPage>;
  readonly count: number;
  /** Of all lines, read or not. */
  readonly positions: Positions;
  readonly at: (index: number) => FindingsLine | undefined;
  /** Where a finding stands, as far as it is known; -1: not among the lines. */
  readonly indexOf: (finding: string) => number;
}

export const queryOf = (snapshot: string, state: ListState): ListQuery => ({
  snapshot,
  filter: filterOf(state.q),
  group: state.group,
  sort: state.sort,
  open: [...state.open],
});

/** Asks for the lines of another filter text at once: the core answers while the page still draws the letter. */
export const useAskAhead = (snapshot: string, state: ListState): ((q: string) => void) => {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(
    q => {
      const query = queryOf(snapshot, { ...state, q });
      void queries.prefetchQuery(callOptions(client, 'findings.list', { ...query, offset: 0, limit: pageSize }));
    },
    [client, queries, snapshot, state],
  );
};

/** The list's lines by windows of 100: those on view are asked for, the rest stays with the core. */
export const useLines = (snapshot: string, state: ListState, finding: string | null, from: number, to: number): Lines => {
  const client = useClient();
  const query = useMemo(() => queryOf(snapshot, state), [snapshot, state]);
  const windowAt = (offset: number) => callOptions(client, 'findings.list', { ...query, offset, limit: pageSize });
  const first = useQuery({ ...windowAt(0), placeholderData: keepPreviousData });
  const count = first.data?.lineCount ?? 0;
  const steps = first.data?.heads;
  const positions = useMemo(() => positionsOf(count, headsAt(steps ?? [])), [count, steps]);
  const pages: number[] = [];
  // Of a filter that is not answered yet nobody knows how many lines there are.
  for (
    let page = Math.max(1, Math.floor((from - ahead) / pageSize));
    !first.isPlaceholderData && page <= Math.floor((Math.max(0, to) + ahead) / pageSize) && page * pageSize < count;
    page += 1
  )
    pages.push(page);
  const others = useQueries({ queries: pages.map(page => windowAt(page * pageSize)) });
  const windows = new Map(others.map((other, index) => [pages[index] ?? -1, other.data?.lines]));
  const at = (index: number): FindingsLine | undefined => {
    const page = Math.floor(index / pageSize);
    return page === 0 ? first.data?.lines[index] : windows.get(page)?.[index - page * pageSize];
  };
  const seen = (id: string): number => {
    for (const [page, lines] of [[0, first.data?.lines] as const, ...windows]) {
      const index = lines?.findIndex(line => line.type === 'finding' && line.row.id === id) ?? -1;
      if (index >= 0) return page * pageSize + index;
    }
    return -1;
  };
  // An address may name a finding far below what was read.
  const missing = finding !== null && first.data !== undefined && !first.isPlaceholderData && seen(finding) < 0;
  const place = useQuery({
    ...callOptions(client, 'findings.list', { ...query, offset: 0, limit: 1, find: finding ?? '' }),
    enabled: missing,
  });
  const indexOf = (id: string): number => {
    const index = seen(id);
    return index < 0 && id === finding && missing ? (place.data?.found ?? -1) : index;
  };
  return { query, first, count, positions, at, indexOf };
};
