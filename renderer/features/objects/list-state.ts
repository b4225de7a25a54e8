import { useCallback, useEffect, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { ObjectSort } from '#contract/objects';
import { routes } from '#renderer/app/routes.ts';

/** The browser as its address says it: search text, one kind or all, order, and the object under the cursor. */
export interface ListState {
  readonly q: string;
  /** `deployments.apps` */
  readonly resource: string | null;
  readonly sort: ObjectSort;
  readonly desc: boolean;
  /** Key of the object that was left last. */
  readonly at: string | null;
}

export const readListState = (search: string): ListState => {
  const params = new URLSearchParams(search);
  const sort = ObjectSort.safeParse(params.get('sort'));
  return {
    q: params.get('q') ?? '',
    resource: params.get('kind'),
    sort: sort.success ? sort.data : 'name',
    desc: params.get('desc') === '1',
    at: params.get('at'),
  };
};

export const writeListState = ({ q, resource, sort, desc, at }: ListState): string => {
  const params = new URLSearchParams();
  if (q !== '') params.set('q', q);
  if (resource !== null) params.set('kind', resource);
  if (sort !== 'name') params.set('sort', sort);
  if (desc) params.set('desc', '1');
  if (at !== null) params.set('at', at);
  return params.toString();
};

const lastOf = (snapshot: string): string => `plumbline.objects:${snapshot}`;

/** The list that was seen last, for the way back from an object, after a reload too. */
export const lastList = (snapshot: string): string => routes.objects(snapshot, sessionStorage.getItem(lastOf(snapshot)) ?? '');

const keepLast = (snapshot: string, search: string): void => {
  try {
    sessionStorage.setItem(lastOf(snapshot), search);
  } catch {
    // Without room the way back leads to the whole list.
  }
};

export interface ListControl {
  readonly state: ListState;
  /** `replace`: no step of its own in the history (typing, moving). */
  readonly change: (next: Partial<ListState>, replace?: boolean) => void;
}

export const useListState = (snapshot: string): ListControl => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readListState(search), [search]);
  const written = writeListState(state);
  useEffect(() => keepLast(snapshot, written), [snapshot, written]);
  const change = useCallback(
    (next: Partial<ListState>, replace = false): void => {
      const search = writeListState({ ...state, at: null, ...next });
      // Who leaves in the same moment does not come to show it.
      keepLast(snapshot, search);
      navigate(routes.objects(snapshot, search), { replace });
    },
    [navigate, snapshot, state],
  );
  return { state, change };
};
