import { z } from 'zod';
import { CoverageState, Need } from './coverage.ts';
import { Severity } from './finding.ts';
import { SeverityCounts } from './snapshot.ts';

/** One change, or one right, that answers several findings. `q` is the filter text that lists them. */
export const FirstLook = z.strictObject({
  key: z.string(),
  /** The change; of unknowns the rights, '' where none can be advised that would answer them. */
  title: z.string(),
  /** The worst of them, as its rule says it. */
  message: z.string(),
  severity: Severity,
  findings: z.number().int(),
  objects: z.number().int(),
  /** How many of them have a patch. */
  fixable: z.number().int(),
  finding: z.string(),
  q: z.string(),
});
export type FirstLook = z.infer<typeof FirstLook>;

export const OverviewGap = z.strictObject({
  resource: z.string(),
  state: CoverageState,
  /** Of how many namespaces; null: cluster-wide. */
  namespaces: z.number().int().nullable(),
  namespace: z.string().nullable(),
  reason: z.string(),
  /** Unknown findings that it explains. */
  unknown: z.number().int(),
  needs: z.array(Need),
});
export type OverviewGap = z.infer<typeof OverviewGap>;

/** The snapshot before this one of the same cluster; what is another since is asked of `compare.summary`. */
export const OverviewPrevious = z.strictObject({
  id: z.string(),
  title: z.string(),
  capturedUntil: z.string(),
  findings: SeverityCounts,
  unknown: z.number().int(),
});
export type OverviewPrevious = z.infer<typeof OverviewPrevious>;

export const Overview = z.strictObject({
  previous: OverviewPrevious.nullable(),
  /** By severity, then by how many objects one change fixes. */
  first: z.array(FirstLook),
  /** Changes in all, of which `first` is the start. */
  changes: z.number().int(),
  /** Rights that would answer the most unknowns first. */
  rights: z.array(FirstLook),
  rightsInAll: z.number().int(),
  gaps: z.array(OverviewGap),
  gapsInAll: z.number().int(),
});
export type Overview = z.infer<typeof Overview>;
