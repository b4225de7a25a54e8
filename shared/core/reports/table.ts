import type { Evaluation } from '#contract/evaluation';
import { severities } from '#contract/finding';
import type { ScanResult } from '#contract/scan-result';
import { wrap } from './display-width.ts';
import { paintWith, severityTones, type Paint } from './paint.ts';
import { grouped, plural } from './plural.ts';
import { findingLines, type CardOf } from './table-findings.ts';
import { coverageLines, unknownLines } from './table-gaps.ts';
import { visibleText } from './visible-text.ts';

export interface TableOptions {
  /** Columns of the terminal; null: not a terminal, nothing is wrapped or shortened. */
  readonly width: number | null;
  readonly colour: boolean;
  readonly cardOf: CardOf;
  readonly skipped: Evaluation['skipped'];
  readonly defects: Evaluation['defects'];
}

const headLine = ({ target, tool }: ScanResult): string => {
  const version = target.serverVersion === null ? '' : ` (${target.serverVersion})`;
  const who = target.capturedAs === null ? '' : ` as ${target.capturedAs}`;
  const when = target.kind === 'manifests' ? '' : `, captured ${target.capturedAt}${who}`;
  return visibleText(`Plumbline ${tool.version}, rules ${tool.rulesVersion}: ${target.kind} ${target.name}${version}${when}`);
};

const seconds = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);

const summaryLines = ({ summary }: ScanResult, paint: Paint): readonly string[] => {
  const counts = severities.map(severity => {
    const text = `${grouped(summary.findings[severity])} ${severity}`;
    return summary.findings[severity] === 0 ? text : paint(text, ...severityTones[severity]);
  });
  const rate = summary.passRate === null ? '' : `, pass rate ${Math.round(summary.passRate * 1_000) / 10} %`;
  return [
    `${paint('Findings:', 'bold')} ${counts.join(', ')}${summary.unknown === 0 ? '' : `; ${grouped(summary.unknown)} unknown`}`,
    `${paint('Checks:', 'bold')} ${grouped(summary.passed)} passed, ${grouped(summary.failed)} failed${rate}`,
    `${plural(summary.rules, 'rule', 'rules')} on ${plural(summary.objects, 'object', 'objects')}; read in ${seconds(summary.durationMs.collect)}, evaluated in ${seconds(summary.durationMs.evaluate)}`,
  ];
};

/** Rules that gave no answer at all for a reason outside the cluster. */
const leftOutLines = ({ skipped, defects, width }: TableOptions, paint: Paint): readonly string[] => {
  const lines = [
    ...skipped.map(each => `Rule ${each.ruleId} did not run: ${each.reason}`),
    ...defects.map(each => `Rule ${each.ruleId} failed, which is a defect of Plumbline; its checks are unknown: ${each.message}`),
  ];
  return lines.flatMap(line => wrap(visibleText(line), width ?? Infinity).map(part => paint(part, 'dim')));
};

const cleanLine = (result: ScanResult): string =>
  result.summary.unknown === 0 && (result.coverage.percent === 100 || result.coverage.percent === null)
    ? 'No findings.'
    : 'No findings in what was read.';

/** The report for people: findings by severity and rule, then what is unknown, what was not read, and the counts. */
export const scanTable = (result: ScanResult, options: TableOptions): string => {
  const { width, cardOf } = options;
  const paint = paintWith(options.colour);
  const failed = result.findings.filter(finding => finding.status === 'fail');
  const lines = [
    ...wrap(headLine(result), width ?? Infinity),
    '',
    ...(failed.length === 0 ? [cleanLine(result), ''] : findingLines(failed, cardOf, width, paint)),
    ...unknownLines(result, width, paint),
    ...coverageLines(result, width, paint),
    ...leftOutLines(options, paint),
    '',
    ...summaryLines(result, paint),
  ];
  return `${lines.join('\n')}\n`;
};
