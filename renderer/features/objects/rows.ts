import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ObjectList, ObjectListQuery, ObjectRow } from '#contract/objects';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import type { ListState } from './list-state.ts';

const pageSize = 200;

export interface Rows {
  /** The first window: counts and gaps are the same in every window. */
  readonly first: UseQueryResult<ObjectList>;
  readonly count: number;
  readonly at: (index: number) => ObjectRow | undefined;
}

/** The list by windows of 200: those on view are asked for, the rest stays with the core. */
export const useRows = (snapshot: string, state: ListState, from: number, to: number): Rows => {
  const client = useClient();
  const { q, resource, sort, desc } = state;
  const query = useMemo(
    (): ObjectListQuery => ({
      snapshot,
      ...(q === '' ? {} : { text: q.slice(0, 500) }),
      ...(resource === null ? {} : { resource }),
      sort,
      desc,
      limit: pageSize,
    }),
    [snapshot, q, resource, sort, desc],
  );
  const first = useQuery({ ...callOptions(client, 'objects.list', { ...query, offset: 0 }), placeholderData: keepPreviousData });
  const count = first.data?.matched ?? 0;
  const pages: number[] = [];
  for (
    let page = Math.max(1, Math.floor(from / pageSize));
    page <= Math.floor(Math.max(0, to) / pageSize) && page * pageSize < count;
    page += 1
  )
    pages.push(page);
  const others = useQueries({
    queries: pages.map(page => callOptions(client, 'objects.list', { ...query, offset: page * pageSize })),
  });
  const windows = new Map(others.map((other, index) => [pages[index] ?? -1, other.data?.rows]));
  return {
    first,
    count,
    at: index => {
      const page = Math.floor(index / pageSize);
      return page === 0 ? first.data?.rows[index] : windows.get(page)?.[index - page * pageSize];
    },
  };
};

/** Where in the list the object stands that was left last; null where it is not in it, or nothing was left. */
export const useFound = (snapshot: string, state: ListState): number | null => {
  const client = useClient();
  const { q, resource, sort, desc, at } = state;
  const query: ObjectListQuery = {
    snapshot,
    ...(q === '' ? {} : { text: q.slice(0, 500) }),
    ...(resource === null ? {} : { resource }),
    sort,
    desc,
    limit: 1,
    find: at ?? '',
  };
  return useQuery({ ...callOptions(client, 'objects.list', query), enabled: at !== null }).data?.found ?? null;
};
