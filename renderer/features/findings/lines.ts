import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FindingsLine, FindingsPage } from '#contract/findings-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import { filterOf } from './filter-text.ts';
import type { ListState } from './list-state.ts';

export const pageSize = 200;

export interface Lines {
  /** The first window: counts and facets are the same in every window. */
  readonly first: UseQueryResult<FindingsPage>;
  readonly count: number;
  readonly at: (index: number) => FindingsLine | undefined;
  /** Where a finding stands among the lines that are here; -1: not among them. */
  readonly indexOf: (finding: string) => number;
}

/** The list's lines by windows of 200: those on view are asked for, the rest stays with the core. */
export const useLines = (snapshot: string, state: ListState, from: number, to: number): Lines => {
  const client = useClient();
  const query = useMemo(
    () => ({ snapshot, filter: filterOf(state.q), group: state.group, open: [...state.open], limit: pageSize }),
    [snapshot, state],
  );
  const first = useQuery({ ...callOptions(client, 'findings.list', { ...query, offset: 0 }), placeholderData: keepPreviousData });
  const count = first.data?.lineCount ?? 0;
  const pages: number[] = [];
  for (
    let page = Math.max(1, Math.floor(from / pageSize));
    page <= Math.floor(Math.max(0, to) / pageSize) && page * pageSize < count;
    page += 1
  )
    pages.push(page);
  const others = useQueries({
    queries: pages.map(page => callOptions(client, 'findings.list', { ...query, offset: page * pageSize })),
  });
  const windows = new Map(others.map((other, index) => [pages[index] ?? -1, other.data?.lines]));
  const at = (index: number): FindingsLine | undefined => {
    const page = Math.floor(index / pageSize);
    return page === 0 ? first.data?.lines[index] : windows.get(page)?.[index - page * pageSize];
  };
  const indexOf = (finding: string): number => {
    for (const [page, lines] of [[0, first.data?.lines] as const, ...windows]) {
      const index = lines?.findIndex(line => line.type === 'finding' && line.row.id === finding) ?? -1;
      if (index >= 0) return page * pageSize + index;
    }
    return -1;
  };
  return { first, count, at, indexOf };
};
