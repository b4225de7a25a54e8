import type { Problem } from '#contract/problem';
import { paintWith } from '#core/reports/paint';
import { visibleText } from '#core/reports/visible-text';

const places = ({ at }: Problem): string => {
  if (at?.file === undefined) return at?.field === undefined ? '' : `at ${at.field}`;
  const line = at.line === undefined ? '' : `:${at.line}`;
  return `${at.file}${line}${at.field === undefined ? '' : `, ${at.field}`}`;
};

/** What, why, what to do; the raw words and the place where there are any. Everything foreign is made visible. */
export const problemText = (problem: Problem, colour: boolean): string => {
  const paint = paintWith(colour);
  const rows: readonly (readonly [string, string])[] = [
    ['why', problem.why],
    ['where', places(problem)],
    ['raw', problem.detail ?? ''],
    ['do', problem.todo],
  ];
  const lines = rows.filter(([, text]) => text !== '').map(([label, text]) => `  ${label.padEnd(6)} ${visibleText(text, 2_000)}`);
  return `${[paint(`plumbline: ${visibleText(problem.what, 2_000)}`, 'bold'), ...lines].join('\n')}\n`;
};
