import type { CoverageEntry, CoverageState } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { resourceName } from '#contract/kube';
import { ok } from '#contract/result';
import type { Handlers } from '#core/core';
import { namespaceOf } from '#core/findings/filter';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

const most = 2_000;

/** What leaves questions open stands above what was never asked for. */
const rank: Readonly<Record<CoverageState, number>> = {
  failed: 0,
  denied: 1,
  partial: 2,
  'not-given': 3,
  skipped: 4,
  full: 5,
  'not-served': 6,
};

const isGap = (entry: CoverageEntry): boolean => rank[entry.state] < rank.full;

/** Unknown findings that this gap explains: their rule reads the resource, in a scope that the gap touches. */
const unknownsOf = (
  entry: CoverageEntry,
  unknowns: readonly Finding[],
  needsOf: ReadonlyMap<string, ReadonlySet<string>>,
): number => {
  if (!isGap(entry)) return 0;
  const resource = resourceName(entry.group, entry.resource);
  return unknowns.filter(finding => {
    const namespace = namespaceOf(finding);
    const touches = entry.namespace === null || namespace === '' || namespace === entry.namespace;
    return touches && needsOf.get(finding.ruleId)?.has(resource) === true;
  }).length;
};

export const coverageHandlers = (open: OpenSnapshots, book: RuleBook): Pick<Handlers, 'coverage.get'> => {
  const needsOf = new Map(book.cards.map(card => [card.id, new Set(card.needs)]));
  return {
    'coverage.get': async ({ snapshot }) => {
      const opened = open.get(snapshot);
      if (!opened.ok) return opened;
      const { coverage: cells } = opened.value.snapshot.evaluation();
      const coverage = opened.value.snapshot.coverage();
      const unknowns = opened.value.rows.map(row => row.finding).filter(finding => finding.status === 'unknown');
      const entries = coverage.entries
        .map(entry => ({ ...entry, needs: [...entry.needs], unknown: unknownsOf(entry, unknowns, needsOf) }))
        .toSorted((a, b) => b.unknown - a.unknown || rank[a.state] - rank[b.state]);
      return ok({
        ...cells,
        namespaces: coverage.namespaces === null ? null : [...coverage.namespaces],
        entries: entries.slice(0, most),
        omitted: Math.max(0, entries.length - most),
      });
    },
  };
};
