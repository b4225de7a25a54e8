import type { Evaluation } from '#contract/evaluation';
import type { ScanResult } from '#contract/scan-result';
import { scanCsv } from '#core/reports/csv';
import { scanJson } from '#core/reports/json';
import { scanJsonl } from '#core/reports/jsonl';
import { scanMarkdown } from '#core/reports/markdown';
import { scanTable } from '#core/reports/table';
import type { RulesTold } from './cli-core.ts';

export interface FormatContext {
  readonly evaluation: Evaluation;
  /** Only a table tells of them. */
  readonly rules: RulesTold['list'];
  readonly width: number | null;
  readonly colour: boolean;
}

type Format = (result: ScanResult, context: FormatContext) => string;

const table: Format = (result, { evaluation, rules, width, colour }) => {
  const cards = new Map(rules.map(rule => [rule.id, rule]));
  return scanTable(result, {
    width,
    colour,
    cardOf: id => cards.get(id),
    skipped: evaluation.skipped,
    defects: evaluation.defects,
  });
};

/** Every value of `scan --format`. */
export const scanFormats = {
  table,
  json: scanJson,
  jsonl: scanJsonl,
  csv: scanCsv,
  markdown: scanMarkdown,
} as const satisfies Record<string, Format>;
export type ScanFormat = keyof typeof scanFormats;
export const scanFormatNames = Object.keys(scanFormats) as ScanFormat[];
