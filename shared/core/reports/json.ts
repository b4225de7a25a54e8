import type { ScanResult } from '#contract/scan-result';
import { visibleJson } from './visible-text.ts';

/** Any value as indented JSON that is safe to print on a terminal and means exactly the value. */
export const jsonText = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`;

/** How the field of all findings, the last one, ends an indented result without any. */
const end = '[]\n}';

/** Indented but for findings: each stands on a line of its own, which is a third shorter and can be searched by line. */
export const scanJson = (result: ScanResult): string => {
  const { findings, ...rest } = result;
  const head = JSON.stringify({ ...rest, findings: [] }, null, 2);
  if (findings.length === 0) return `${visibleJson(head)}\n`;
  const lines = findings.map(finding => `    ${JSON.stringify(finding)}`).join(',\n');
  return visibleJson(`${head.slice(0, -end.length)}[\n${lines}\n  ]\n}\n`);
};
