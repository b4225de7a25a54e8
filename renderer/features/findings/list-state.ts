import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { FindingsQuery, FindingsSort } from '#contract/findings-query';
import { routes } from '#renderer/app/routes.ts';

export type Grouping = NonNullable<FindingsQuery['group']>;

export const groupings: readonly { readonly value: Grouping; readonly label: string }[] = [
  { value: 'cause', label: 'cause' },
  { value: 'rule', label: 'rule' },
  { value: 'object', label: 'object' },
  { value: 'namespace', label: 'namespace' },
  { value: 'none', label: 'none' },
];

export const sortNames: Readonly<Record<FindingsSort['by'], string>> = {
  severity: 'severity',
  claim: 'claim',
  kind: 'kind',
  namespace: 'namespace',
  name: 'object name',
  rule: 'rule',
  pack: 'pack',
  status: 'status',
  fixable: 'patch',
  occurrences: 'occurrences',
};

const isSortKey = (text: string): text is FindingsSort['by'] => Object.hasOwn(sortNames, text);

/** `namespace`, or `-namespace` for the other way round. */
const readSort = (text: string | null): FindingsSort | null => {
  if (text === null) return null;
  const desc = text.startsWith('-');
  const by = desc ? text.slice(1) : text;
  return isSortKey(by) ? { by, desc } : null;
};

export const writeSort = ({ by, desc }: FindingsSort): string => `${desc ? '-' : ''}${by}`;

/** The list as its address says it: filter text, grouping, sort, groups that are open. */
export interface ListState {
  readonly q: string;
  readonly group: Grouping;
  readonly sort: FindingsSort | null;
  readonly open: readonly string[];
}

export const readListState = (search: string): ListState => {
  const params = new URLSearchParams(search);
  const group = groupings.find(({ value }) => value === params.get('group'))?.value ?? 'cause';
  return { q: params.get('q') ?? '', group, sort: readSort(params.get('sort')), open: params.getAll('open') };
};

export const writeListState = ({ q, group, sort, open }: ListState): string => {
  const params = new URLSearchParams();
  if (q !== '') params.set('q', q);
  if (group !== 'cause') params.set('group', group);
  if (sort !== null) params.set('sort', writeSort(sort));
  for (const key of open) params.append('open', key);
  return params.toString();
};

export interface ListControl {
  readonly state: ListState;
  readonly search: string;
  readonly change: (next: Partial<ListState>) => void;
  readonly select: (finding: string | null, replace?: boolean) => void;
}

/** Typing replaces the address, choosing adds to the history, so that Back undoes choices and not keystrokes. */
export const useListState = (snapshot: string, finding: string | null): ListControl => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readListState(search), [search]);
  const change = useCallback(
    (next: Partial<ListState>): void =>
      navigate(address(snapshot, finding, writeListState({ ...state, ...next })), {
        replace: next.q !== undefined && Object.keys(next).length === 1,
      }),
    [navigate, snapshot, finding, state],
  );
  const select = useCallback(
    (id: string | null, replace = false): void => navigate(address(snapshot, id, writeListState(state)), { replace }),
    [navigate, snapshot, state],
  );
  return { state, search: writeListState(state), change, select };
};

const address = (snapshot: string, finding: string | null, search: string): string =>
  finding === null
    ? `${routes.findings(snapshot)}${search === '' ? '' : `?${search}`}`
    : routes.finding(snapshot, finding, search);
