import type { Evaluation } from '#contract/evaluation';
import { severities } from '#contract/finding';
import type { SeverityCounts, SnapshotMeta, SnapshotSummary } from '#contract/snapshot';

/** The part of a summary that is kept in the file: title and size are told when it is read. */
export type StoredSummary = Omit<SnapshotSummary, 'id' | 'title' | 'bytes'>;

const severityCounts = ({ findings }: Evaluation): SeverityCounts => {
  const counts: Record<string, number> = Object.fromEntries(severities.map(severity => [severity, 0]));
  for (const finding of findings) if (finding.status === 'fail') counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
  return counts as SeverityCounts;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const summarise = (meta: Omit<SnapshotMeta, 'lists'>, objects: number, evaluation: Evaluation): StoredSummary => ({
  meta,
  objects,
  findings: severityCounts(evaluation),
  unknown: evaluation.findings.filter(finding => finding.status === 'unknown').length,
  passed: sum(evaluation.tallies.map(tally => tally.passed)),
  failed: sum(evaluation.tallies.map(tally => tally.failed)),
  rules: evaluation.tallies.length,
  rulesVersion: evaluation.rulesVersion,
  coverage: evaluation.coverage,
});
