import { stringify } from 'csv-stringify/sync';
import type { CoverageEntry } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { resourceName } from '#contract/kube';
import type { ScanResult } from '#contract/scan-result';
import { gapGroups, isGap, needText } from './coverage-gaps.ts';
import { visibleText } from './visible-text.ts';

const columns = [
  'status',
  'severity',
  'rule',
  'kind',
  'namespace',
  'name',
  'container',
  'path',
  'file',
  'line',
  'occurrences',
  'message',
  'fix',
  'frameworks',
  'fixable',
  'needs',
  'id',
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number>>;

const findingRow = (finding: Finding): Row => ({
  status: finding.status,
  severity: finding.severity,
  rule: finding.ruleId,
  kind: finding.resource?.kind ?? '',
  namespace: finding.resource?.namespace ?? '',
  name: finding.resource?.name ?? '',
  container: finding.at?.container ?? '',
  path: finding.path,
  file: finding.source?.file ?? '',
  line: finding.source?.line ?? '',
  occurrences: finding.occurrences.length,
  message: finding.message,
  fix: finding.fix,
  frameworks: finding.frameworks.join(' '),
  fixable: finding.fixable ? 'yes' : 'no',
  needs: finding.needs.map(needText).join('; '),
  id: finding.id,
});

/** A gap stands among the findings, so that nobody who sorts or filters takes what was not read for clean. */
const gapRow = (entry: CoverageEntry): Row => ({
  status: `coverage-${entry.state}`,
  kind: entry.resource === '' ? '' : resourceName(entry.group, entry.resource),
  namespace: entry.namespace ?? '',
  file: entry.file ?? '',
  message: entry.reason,
  needs: entry.needs.map(needText).join('; '),
});

/** Files say nothing of dozens of resources for one reason: that is one row, with all their names. */
const notGivenRows = (entries: readonly CoverageEntry[]): readonly Row[] =>
  gapGroups(entries.filter(entry => entry.state === 'not-given')).map(group => ({
    status: 'coverage-not-given',
    kind: group.resources.join(' '),
    namespace: group.namespaces.join(' '),
    message: group.reason,
  }));

const coverageRow = (result: ScanResult): Row => ({
  status: 'coverage',
  message:
    result.coverage.percent === null
      ? `coverage does not apply to ${result.target.kind}; ${result.summary.unknown} unknown`
      : `${result.coverage.percent} % of what the rules need was read; ${result.summary.unknown} unknown`,
});

const cell = (value: string | number | undefined): string | number =>
  typeof value === 'string' ? visibleText(value, 2_000) : (value ?? '');

/** RFC 4180 with a heading; cells that a spreadsheet would run as a formula are neutralised by an apostrophe. */
export const scanCsv = (result: ScanResult): string => {
  const { entries } = result.coverage;
  const rows = [
    ...result.findings.map(findingRow),
    ...entries.filter(entry => isGap(entry) && entry.state !== 'not-given').map(gapRow),
    ...notGivenRows(entries),
    coverageRow(result),
  ];
  return stringify(
    rows.map(row => columns.map(column => cell(row[column]))),
    { header: true, columns: [...columns], escape_formulas: true, record_delimiter: '\r\n' },
  );
};
