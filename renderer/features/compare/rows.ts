import { keepPreviousData, useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { CompareFinding, CompareFindingsPage, CompareObject, CompareObjectsPage } from '#contract/compare';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import { type CompareState, filterFor, type Picked, type Section, sections } from './compare-state.ts';

export const pageSize = 100;

export type Line =
  | { readonly is: 'head'; readonly section: Section; readonly matched: number; readonly total: number }
  | { readonly is: 'object'; readonly section: Section; readonly row: CompareObject }
  | { readonly is: 'finding'; readonly section: 'findings'; readonly row: CompareFinding };

type Page = CompareFindingsPage | CompareObjectsPage;

export interface SectionPage {
  readonly section: Section;
  readonly first: UseQueryResult<Page>;
}

export interface Lines {
  readonly shown: readonly SectionPage[];
  readonly count: number;
  readonly at: (index: number) => Line | undefined;
  readonly indexOf: (picked: Picked) => number;
}

interface Pair {
  readonly before: string;
  readonly after: string;
}

type Options = { readonly queryKey: readonly unknown[]; readonly queryFn: (context: { signal: AbortSignal }) => Promise<Page> };

const useOptions = (pair: Pair, state: CompareState): ((section: Section, page: number) => Options) => {
  const client = useClient();
  return (section, page) => {
    const window = { ...pair, filter: filterFor(state, section) ?? '', offset: page * pageSize, limit: pageSize };
    return section === 'findings'
      ? callOptions(client, 'compare.findings', window)
      : callOptions(client, 'compare.objects', { ...window, section });
  };
};

interface Span {
  readonly section: Section;
  /** Index of the head; rows follow. */
  readonly start: number;
  readonly matched: number;
  readonly total: number;
}

const lineOf = (section: Section, row: CompareFinding | CompareObject): Line =>
  section === 'findings'
    ? { is: 'finding', section, row: row as CompareFinding }
    : { is: 'object', section, row: row as CompareObject };

const isAt = (line: Line, { is, id }: Picked): boolean =>
  line.is === 'object' ? is === 'object' && line.row.key === id : line.is === 'finding' && is === 'finding' && line.row.id === id;

/** The sections below one another, each by windows: those on view are asked for, the rest stays with the core. */
export const useLines = (pair: Pair, state: CompareState, from: number, to: number, enabled: boolean): Lines => {
  const options = useOptions(pair, state);
  const wanted = sections.filter(section => (section !== 'left-out' || state.leftOut) && filterFor(state, section) !== null);
  const firsts = useQueries({
    queries: wanted.map(section => ({ ...options(section, 0), enabled, placeholderData: keepPreviousData })),
  });
  const shown = wanted.flatMap((section, index) => {
    const first = firsts[index];
    return first === undefined ? [] : [{ section, first }];
  });
  const spans: Span[] = [];
  let count = 0;
  for (const { section, first } of shown) {
    const matched = first.data?.matched ?? 0;
    spans.push({ section, start: count, matched, total: first.data?.total ?? 0 });
    count += 1 + matched;
  }
  const pages = spans.flatMap(({ section, start, matched }) => {
    const [low, high] = [Math.max(0, from - start - 1), Math.min(matched - 1, to - start - 1)];
    const asked: { readonly section: Section; readonly page: number }[] = [];
    for (let page = Math.max(1, Math.floor(low / pageSize)); page <= Math.floor(high / pageSize); page += 1)
      asked.push({ section, page });
    return asked;
  });
  const others = useQueries({ queries: pages.map(({ section, page }) => options(section, page)) });
  const windows = new Map(pages.map(({ section, page }, index) => [`${section} ${page}`, others[index]?.data?.rows]));
  const rowsOf = (section: Section, page: number): readonly (CompareFinding | CompareObject)[] | undefined =>
    page === 0 ? shown.find(each => each.section === section)?.first.data?.rows : windows.get(`${section} ${page}`);
  const at = (index: number): Line | undefined => {
    const span = spans.filter(({ start }) => start <= index).at(-1);
    if (span === undefined) return undefined;
    const { section, start, matched, total } = span;
    if (index === start) return { is: 'head', section, matched, total };
    const place = index - start - 1;
    const row = rowsOf(section, Math.floor(place / pageSize))?.[place % pageSize];
    return row === undefined ? undefined : lineOf(section, row);
  };
  const indexOf = (picked: Picked): number => {
    for (const { section, start } of spans)
      for (const page of [0, ...pages.filter(each => each.section === section).map(each => each.page)]) {
        const found = (rowsOf(section, page) ?? []).findIndex(row => isAt(lineOf(section, row), picked));
        if (found >= 0) return start + 1 + page * pageSize + found;
      }
    return -1;
  };
  return { shown, count, at, indexOf };
};
