import type { Coverage, CoverageEntry } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { ScanResult } from '#contract/scan-result';
import type { SeverityCounts, Snapshot, SnapshotMeta } from '#contract/snapshot';
import type { EvaluateOnly } from '../evaluate/options.ts';

export interface ScanResultParts {
  readonly kind: ScanResult['target']['kind'];
  readonly toolVersion: string;
  readonly meta: Omit<SnapshotMeta, 'lists'>;
  readonly objects: number;
  readonly coverage: Coverage;
  readonly evaluation: Evaluation;
  /** What the evaluation was narrowed by: its findings and tallies are so already. */
  readonly only: EvaluateOnly;
  /** Milliseconds. */
  readonly durations: ScanResult['summary']['durationMs'];
}

export interface ScanResultInput extends Omit<ScanResultParts, 'meta' | 'objects' | 'coverage'> {
  readonly snapshot: Snapshot;
}

const severityOrder = ['critical', 'high', 'medium', 'low'] as const;
const statusOrder = ['fail', 'unknown', 'suppressed'] as const;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const places = (finding: Finding): readonly string[] => [
  finding.ruleId,
  finding.resource?.namespace ?? '',
  finding.resource?.kind ?? '',
  finding.resource?.name ?? '',
  finding.path,
  finding.id,
];

/** Failed before unknown, worst first, then by rule and place: the same order in every run. */
const compareFindings = (a: Finding, b: Finding): number => {
  const byStatus = statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status);
  if (byStatus !== 0) return byStatus;
  const bySeverity = severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const right = places(b);
  for (const [index, part] of places(a).entries()) {
    const compared = compareText(part, right[index] ?? '');
    if (compared !== 0) return compared;
  }
  return 0;
};

export const severityCounts = (findings: readonly Finding[]): SeverityCounts => {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const finding of findings) if (finding.status === 'fail') counts[finding.severity] += 1;
  return counts;
};

const cellWanted = ({ namespaces = [], excludeNamespaces = [] }: EvaluateOnly, entry: CoverageEntry): boolean =>
  entry.namespace === null ||
  ((namespaces.length === 0 || namespaces.includes(entry.namespace)) && !excludeNamespaces.includes(entry.namespace));

const compareEntries = (a: CoverageEntry, b: CoverageEntry): number =>
  compareText(a.group, b.group) || compareText(a.resource, b.resource) || compareText(a.namespace ?? '', b.namespace ?? '');

const countObjects = (snapshot: Snapshot): number => {
  let count = 0;
  for (const objects of snapshot.objects.values()) count += objects.length;
  return count;
};

const passRateOf = (passed: number, failed: number, suppressed: number): number | null => {
  const checks = passed + failed + suppressed;
  return checks === 0 ? null : Math.round((passed / checks) * 10_000) / 10_000;
};

const summaryOf = (input: ScanResultParts, findings: readonly Finding[]): ScanResult['summary'] => {
  const tallies = input.evaluation.tallies;
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  // Nothing can suppress before triage lands.
  const suppressed = 0;
  return {
    findings: severityCounts(findings),
    passed,
    failed,
    unknown: findings.filter(finding => finding.status === 'unknown').length,
    suppressed,
    passRate: passRateOf(passed, failed, suppressed),
    objects: input.objects,
    rules: tallies.length,
    durationMs: { collect: Math.round(input.durations.collect), evaluate: Math.round(input.durations.evaluate) },
  };
};

/** What every format of `scan` is made from: findings in a fixed order, counts and coverage under the filter. */
export const scanResultOf = (input: ScanResultParts): ScanResult => {
  const { meta, coverage, evaluation, only } = input;
  const findings = evaluation.findings.toSorted(compareFindings);
  return {
    schemaVersion: '1',
    tool: { name: 'plumbline', version: input.toolVersion, rulesVersion: evaluation.rulesVersion },
    target: {
      kind: input.kind,
      name: meta.name,
      clusterId: meta.clusterId,
      serverVersion: meta.serverVersion,
      capturedAt: meta.capturedAt,
      capturedAs: meta.capturedAs,
    },
    coverage: {
      percent: evaluation.coverage.percent,
      entries: coverage.entries
        .filter(entry => cellWanted(only, entry))
        .toSorted(compareEntries)
        .map(entry => ({ ...entry, needs: [...entry.needs] })),
    },
    summary: summaryOf(input, findings),
    findings,
  };
};

/** Of a snapshot that is in memory. */
export const scanResult = ({ snapshot, ...input }: ScanResultInput): ScanResult =>
  scanResultOf({ ...input, meta: snapshot.meta, coverage: snapshot.coverage, objects: countObjects(snapshot) });
