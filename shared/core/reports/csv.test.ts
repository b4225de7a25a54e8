import { describe, expect, test } from 'vitest';
import { exampleEvaluation, exampleFinding, exampleSnapshot } from '#test/cli/example-scan';
import { scanCsv } from './csv.ts';
import { scanResult } from './scan-result.ts';

const csvOf = (message: string): string => {
  const evaluation = exampleEvaluation({ findings: [exampleFinding({ message })] });
  return scanCsv(
    scanResult({
      kind: 'cluster',
      toolVersion: '0',
      snapshot: exampleSnapshot([]),
      evaluation,
      only: {},
      durations: { collect: 0, evaluate: 0 },
    }),
  );
};

/** The message's cell, as it stands in the file. */
const check = (message: string, cell: string): void => expect(csvOf(message)).toContain(`,1,${cell},Remove privileged: true.,`);

describe('cells that a spreadsheet would run', () => {
  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '\\t=1'],
    ['\r=1', '\\r=1'],
    ['＝1', "'＝1"],
    ['plain - text = same', 'plain - text = same'],
    ['comma, "quote"', '"comma, ""quote"""'],
    ['line\nbreak', 'line\\nbreak'],
    ['\u001b[31m', '\\x1b[31m'],
  ])('D6 a spreadsheet runs no cell: %j', check);
});

test('gaps are rows, and what files do not say is one', () => {
  const entry = { group: '', version: 'v1', namespace: null, count: 0, needs: [], reason: 'not in the files' };
  const entries = ['pods', 'secrets'].map(resource => ({ ...entry, resource, state: 'not-given' as const }));
  const denied = { ...entry, resource: 'nodes', state: 'denied' as const, reason: '403' };
  const evaluation = exampleEvaluation({ findings: [] });
  const snapshot = exampleSnapshot([...entries, denied]);
  const csv = scanCsv(
    scanResult({ kind: 'cluster', toolVersion: '0', snapshot, evaluation, only: {}, durations: { collect: 0, evaluate: 0 } }),
  );
  expect(csv.split('\r\n').slice(1)).toEqual([
    'coverage-denied,,,nodes,,,,,,,,403,,,,,',
    'coverage-not-given,,,pods secrets,,,,,,,,not in the files,,,,,',
    'coverage,,,,,,,,,,,97.4 % of what the rules need was read; 0 unknown,,,,,',
    '',
  ]);
});
