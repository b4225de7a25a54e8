import type { Finding } from '#contract/finding';
import { ok } from '#contract/result';
import type { CoverageEntry } from '#contract/coverage';
import type { Handlers } from '#core/core';
import type { OpenSnapshots } from './open-snapshots.ts';

const most = 2_000;

const isGap = (entry: CoverageEntry): boolean => entry.state !== 'full' && entry.state !== 'not-served';

/** How many unknown findings name a right that this entry lacks. */
const unknownsOf = (entry: CoverageEntry, unknowns: readonly Finding[]): number =>
  isGap(entry)
    ? unknowns.filter(finding =>
        finding.needs.some(
          need => need.group === entry.group && need.resource === entry.resource && (entry.namespace === null || need.namespace === undefined || need.namespace === entry.namespace),
        ),
      ).length
    : 0;

export const coverageHandlers = (open: OpenSnapshots): Pick<Handlers, 'coverage.get'> => ({
  'coverage.get': async ({ snapshot }) => {
    const opened = open.get(snapshot);
    if (!opened.ok) return opened;
    const { coverage: cells } = opened.value.snapshot.evaluation();
    const coverage = opened.value.snapshot.coverage();
    const unknowns = opened.value.rows.map(row => row.finding).filter(finding => finding.status === 'unknown');
    const entries = coverage.entries
      .map(entry => ({ ...entry, needs: [...entry.needs], unknown: unknownsOf(entry, unknowns) }))
      .toSorted((a, b) => Number(isGap(b)) - Number(isGap(a)) || b.unknown - a.unknown);
    return ok({
      ...cells,
      namespaces: coverage.namespaces === null ? null : [...coverage.namespaces],
      entries: entries.slice(0, most),
      omitted: Math.max(0, entries.length - most),
    });
  },
});
