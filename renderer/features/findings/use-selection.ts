import { useMemo, useState } from 'react';
import { filterOfTerms, readFilter, writeTerms } from '#contract/filter-text';
import type { FindingsFilter } from '#contract/findings-query';

interface Chosen {
  /** `all`: everything under this text but `ids`. */
  readonly mode: 'some' | 'all';
  readonly ids: ReadonlySet<string>;
  readonly q: string;
  /** The line from which a range is drawn. */
  readonly anchor: number | null;
}

export interface Selection {
  readonly count: number;
  readonly has: (finding: string) => boolean;
  readonly anchor: number | null;
  readonly toggle: (finding: string, line: number) => void;
  readonly add: (findings: readonly string[], anchor: number) => void;
  /** All of these are chosen already, or none are left to be. */
  readonly toggleAll: (findings: readonly string[], line: number) => void;
  readonly all: () => void;
  readonly clear: () => void;
  /** What lists those chosen: as a filter, and as the text of it for an address or an export. */
  readonly filter: () => FindingsFilter;
  readonly text: () => string;
}

const nothing = (q: string): Chosen => ({ mode: 'some', ids: new Set(), q, anchor: null });

const changed = (ids: ReadonlySet<string>, change: (next: Set<string>) => void): ReadonlySet<string> => {
  const next = new Set(ids);
  change(next);
  return next;
};

const idTerm = (ids: ReadonlySet<string>, not: boolean): string =>
  ids.size === 0 ? '' : writeTerms([{ type: 'field', field: 'id', not, values: [...ids], from: 0, to: 0 }]);

/** Which findings are chosen: some by name, or all that match but some. Another filter ends the choice of all. */
export const useSelection = (q: string, matched: number): Selection => {
  const [kept, setKept] = useState<Chosen>(() => nothing(q));
  const chosen = kept.mode === 'all' && kept.q !== q ? nothing(q) : kept;
  return useMemo(() => {
    const { mode, ids, anchor } = chosen;
    const has = (finding: string): boolean => (mode === 'all') !== ids.has(finding);
    const put = (findings: readonly string[], on: boolean, line: number): void =>
      setKept({
        ...chosen,
        anchor: line,
        ids: changed(ids, next => {
          for (const finding of findings)
            if ((mode === 'all') === on) next.delete(finding);
            else next.add(finding);
        }),
      });
    const text = (): string => (mode === 'some' ? idTerm(ids, false) : [q, idTerm(ids, true)].filter(Boolean).join(' '));
    return {
      count: mode === 'some' ? ids.size : Math.max(0, matched - ids.size),
      has,
      anchor,
      toggle: (finding, line) => put([finding], !has(finding), line),
      add: (findings, line) => put(findings, true, line),
      toggleAll: (findings, line) => put(findings, !findings.every(has), line),
      all: () => setKept({ mode: 'all', ids: new Set(), q, anchor: null }),
      clear: () => setKept(nothing(q)),
      filter: () => filterOfTerms(readFilter(text()).terms),
      text,
    };
  }, [chosen, q, matched]);
};
