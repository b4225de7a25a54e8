import type { ScanResult } from '#contract/scan-result';
import { visibleJson } from './visible-text.ts';

const line = (value: unknown): string => `${visibleJson(JSON.stringify(value))}\n`;

/**
 * One JSON object a line, each with a `type`: first `scan` (schema version, tool, target), then a `finding` each, then a
 * `coverage` cell each, last `summary` with the coverage percentage. A file without its last line is not whole.
 */
export const scanJsonl = (result: ScanResult): string =>
  [
    { type: 'scan', schemaVersion: result.schemaVersion, tool: result.tool, target: result.target },
    ...result.findings.map(finding => ({ type: 'finding', ...finding })),
    ...result.coverage.entries.map(entry => ({ type: 'coverage', ...entry })),
    { type: 'summary', coverage: { percent: result.coverage.percent }, ...result.summary },
  ]
    .map(line)
    .join('');
