import { writeFileSync } from 'node:fs';
import { parseFilter } from '#contract/filter-text';
import type { FindingsExport } from '#contract/findings-query';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotMeta } from '#contract/snapshot';
import type { ScanResult } from '#contract/scan-result';
import { listed, matching } from '#core/findings/filter';
import type { Ports } from '#core/ports';
import { scanCsv } from '#core/reports/csv';
import { scanJson } from '#core/reports/json';
import { scanJsonl } from '#core/reports/jsonl';
import { scanMarkdown } from '#core/reports/markdown';
import { scanResultOf } from '#core/reports/scan-result';
import type { StoredSnapshot } from '#node/library/stored-snapshot';
import { messageOf } from '#node/system-error';
import { ruleBook } from './rule-book.ts';

const writers = {
  csv: scanCsv,
  json: scanJson,
  jsonl: scanJsonl,
  markdown: scanMarkdown,
} as const satisfies Record<FindingsExport['format'], (result: ScanResult) => string>;

const kinds: Readonly<Record<SnapshotMeta['origin'], ScanResult['target']['kind']>> = {
  cluster: 'cluster',
  bundle: 'snapshot',
  dump: 'snapshot',
  manifests: 'manifests',
  demo: 'demo',
};

/** How long a capture took, by its own times. */
const collectMs = ({ capturedAt, capturedUntil }: SnapshotMeta, { clock }: Ports): number =>
  Math.max(0, (clock.parse(capturedUntil) ?? 0) - (clock.parse(capturedAt) ?? 0));

export interface ExportHere {
  readonly stored: StoredSnapshot;
  readonly q: string;
  readonly format: FindingsExport['format'];
  readonly path: string;
  readonly toolVersion: string;
  readonly ports: Ports;
}

/** The findings under a filter as a file, as `scan --filter` would write them: coverage and unknowns come along. */
export const exportFindings = ({
  stored,
  q,
  format,
  path,
  toolVersion,
  ports,
}: ExportHere): Result<{ readonly bytes: number }, Problem> => {
  const filter = parseFilter(q);
  if (!filter.ok) return filter;
  const evaluation = stored.evaluation();
  const meta = stored.meta();
  const rows = matching(
    evaluation.findings.map(finding => listed(finding, ruleBook.packOf)),
    filter.value,
  );
  const result = scanResultOf({
    kind: kinds[meta.origin],
    toolVersion,
    meta,
    objects: stored.summary().objects,
    coverage: stored.coverage(),
    evaluation: { ...evaluation, findings: rows.map(row => row.finding) },
    only: {},
    durations: { collect: collectMs(meta, ports), evaluate: 0 },
  });
  const bytes = Buffer.from(writers[format](result), 'utf8');
  try {
    writeFileSync(path, bytes, { mode: 0o600 });
    return ok({ bytes: bytes.length });
  } catch (error) {
    return fail(problem('library', { what: 'The findings could not be written.', why: messageOf(error) }));
  }
};
