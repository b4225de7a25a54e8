import { useCallback, useMemo } from 'react';
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

/** The list that was seen last, for the way back from an object. By snapshot, for as long as the window lives. */
const last = new Map<string, string>();

export const lastList = (snapshot: string): string => routes.objects(snapshot, last.get(snapshot) ?? '');

export interface ListControl {
  readonly state: ListState;
  /** `replace`: no step of its own in the history (typing, moving). */
  readonly change: (next: Partial<ListState>, replace?: boolean) => void;
}

export const useListState = (snapshot: string): ListControl => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readListState(search), [search]);
  last.set(snapshot, writeListState(state));
  const change = useCallback(
    (next: Partial<ListState>, replace = false): void => {
      const written = writeListState({ ...state, at: null, ...next });
      // Who leaves in the same moment does not come to show it.
      last.set(snapshot, written);
      navigate(routes.objects(snapshot, written), { replace });
    },
    [navigate, snapshot, state],
  );
  return { state, change };
};
