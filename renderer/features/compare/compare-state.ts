import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { routes } from '#renderer/app/routes.ts';

export const sections = ['access', 'findings', 'objects', 'left-out'] as const;
export type Section = (typeof sections)[number];

/** A change of one section that the list is narrowed to: `findings:new`. */
export type Pick = `${Section}:${string}`;

/** What is under the cursor: an object by its key, or a finding. */
export interface Picked {
  readonly is: 'object' | 'finding';
  readonly id: string;
}

/** The page as its address says it. */
export interface CompareState {
  readonly q: string;
  readonly picks: readonly Pick[];
  readonly at: Picked | null;
  /** Differences that do not count are listed too. */
  readonly leftOut: boolean;
  /** The detail takes the whole page. */
  readonly whole: boolean;
}

const isPick = (text: string): text is Pick => sections.some(section => text.startsWith(`${section}:`));

const pickedOf = (text: string | null): Picked | null => {
  const id = text?.slice(2) ?? '';
  if (id === '') return null;
  return text?.startsWith('o:') === true ? { is: 'object', id } : text?.startsWith('f:') === true ? { is: 'finding', id } : null;
};

export const readState = (search: string): CompareState => {
  const params = new URLSearchParams(search);
  return {
    q: params.get('q') ?? '',
    picks: params.getAll('show').filter(isPick),
    at: pickedOf(params.get('at')),
    leftOut: params.get('left-out') === '1',
    whole: params.get('whole') === '1',
  };
};

export const writeState = ({ q, picks, at, leftOut, whole }: CompareState): string => {
  const params = new URLSearchParams();
  if (q !== '') params.set('q', q);
  for (const pick of picks) params.append('show', pick);
  if (leftOut) params.set('left-out', '1');
  if (at !== null) params.set('at', `${at.is === 'object' ? 'o' : 'f'}:${at.id}`);
  if (whole && at !== null) params.set('whole', '1');
  return params.toString();
};

interface Narrowing {
  readonly q: string;
  readonly picks: readonly Pick[];
}

/** What narrows one section, as the core reads it; null where other sections alone are asked for. */
export const filterFor = ({ q, picks }: Narrowing, section: Section): string | null => {
  if (picks.length === 0) return q;
  const chosen = picks.filter(pick => pick.startsWith(`${section}:`)).map(pick => pick.slice(section.length + 1));
  if (chosen.length === 0) return null;
  return `${q} ${section === 'left-out' ? 'reason' : 'change'}:${chosen.join(',')}`.trim();
};

const namespaceTerm = /(?:^|\s)ns:(\S*)/u;

/** Namespaces that the text names. */
export const namespacesIn = (q: string): readonly string[] => (namespaceTerm.exec(q)?.[1] ?? '').split(',').filter(Boolean);

export const toggleNamespace = (q: string, namespace: string): string => {
  const chosen = namespacesIn(q);
  const next = chosen.includes(namespace) ? chosen.filter(name => name !== namespace) : [...chosen, namespace];
  const rest = q.replace(namespaceTerm, '').trim();
  return [rest, next.length === 0 ? '' : `ns:${next.join(',')}`].filter(Boolean).join(' ');
};

export interface CompareControl {
  readonly state: CompareState;
  readonly change: (next: Partial<CompareState>, replace?: boolean) => void;
}

/** Typing and moving replace the address, choosing adds to the history. */
export const useCompareState = (before: string, after: string): CompareControl => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readState(search), [search]);
  const change = useCallback(
    (next: Partial<CompareState>, replace = false): void => {
      const written = writeState({ ...readState(window.location.search), ...next });
      navigate(`${routes.compare(before, after)}${written === '' ? '' : `?${written}`}`, { replace });
    },
    [navigate, before, after],
  );
  return { state, change };
};
