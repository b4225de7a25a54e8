import type { CoverageEntry, CoverageState } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { resourceName } from '#contract/kube';
import { namespaceOf } from '#core/findings/filter';

/** What leaves questions open stands above what was never asked for. */
export const gapRank: Readonly<Record<CoverageState, number>> = {
  failed: 0,
  denied: 1,
  partial: 2,
  'not-given': 3,
  skipped: 4,
  full: 5,
  'not-served': 6,
};

const isGap = (entry: CoverageEntry): boolean => gapRank[entry.state] < gapRank.full;

export type GapOf = (entry: CoverageEntry) => number;

/** Counts unknown findings that a gap explains: their rule reads the resource, in a scope that the gap touches. */
export const gapWeights =
  (unknowns: readonly Finding[], needsOf: ReadonlyMap<string, ReadonlySet<string>>): GapOf =>
  entry => {
    if (!isGap(entry)) return 0;
    const resource = resourceName(entry.group, entry.resource);
    return unknowns.filter(finding => {
      const namespace = namespaceOf(finding);
      const touches = entry.namespace === null || namespace === '' || namespace === entry.namespace;
      return touches && needsOf.get(finding.ruleId)?.has(resource) === true;
    }).length;
  };
