import { describe, expect, test } from 'vitest';
import { ScanResult } from '#contract/scan-result';
import type { Evaluation } from '#contract/evaluation';
import { exampleEvaluation, exampleFinding, exampleSnapshot, exampleUnknown } from '#test/cli/example-scan';
import type { EvaluateOnly } from '../evaluate/options.ts';
import { scanJson } from './json.ts';
import { scanJsonl } from './jsonl.ts';
import { scanResult } from './scan-result.ts';

const resultOf = (over: Partial<Evaluation> = {}, only: EvaluateOnly = {}): ScanResult =>
  scanResult({
    kind: 'cluster',
    toolVersion: '0.1.0',
    snapshot: exampleSnapshot(),
    evaluation: exampleEvaluation(over),
    only,
    durations: { collect: 1.6, evaluate: 2.2 },
  });

describe('summary', () => {
  const check = (over: Partial<Evaluation>, expected: Partial<ScanResult['summary']>): void =>
    expect(resultOf(over).summary).toMatchObject(expected);

  test('counts checks from tallies and findings by severity', () =>
    check(
      {},
      {
        findings: { critical: 0, high: 2, medium: 0, low: 1 },
        passed: 18,
        failed: 3,
        unknown: 1,
        suppressed: 0,
        passRate: 0.8571,
        objects: 1,
        rules: 3,
        durationMs: { collect: 2, evaluate: 2 },
      },
    ));
  test('an unknown counts in no severity', () =>
    check({ findings: [exampleUnknown] }, { findings: { critical: 0, high: 0, medium: 0, low: 0 }, unknown: 1 }));
  test('no check: no rate', () => check({ tallies: [{ ruleId: 'a', passed: 0, failed: 0, unknown: 1 }] }, { passRate: null }));
});

describe('order', () => {
  const shuffled = [
    exampleUnknown,
    exampleFinding({ name: 'z', severity: 'low' }),
    exampleFinding({ name: 'b', severity: 'high' }),
    exampleFinding({ name: 'a', severity: 'critical', ruleId: 'z-rule' }),
    exampleFinding({ name: 'a', severity: 'high' }),
  ];
  test.each([[shuffled], [shuffled.toReversed()]])('failed before unknown, worst first, then by rule and place', findings => {
    expect(
      resultOf({ findings }).findings.map(finding => `${finding.status} ${finding.severity} ${finding.resource?.name ?? ''}`),
    ).toEqual(['fail critical a', 'fail high a', 'fail high b', 'fail low z', 'unknown medium payments']);
  });
});

describe('coverage', () => {
  test.each([
    [{}, ['pods', 'secrets payments', 'secrets shop', 'leases', 'widgets']],
    [{ namespaces: ['shop'] }, ['pods', 'secrets shop', 'leases', 'widgets']],
    [{ excludeNamespaces: ['shop'] }, ['pods', 'secrets payments', 'leases', 'widgets']],
  ] as const)('%j', (only, expected) => {
    expect(
      resultOf({}, only).coverage.entries.map(
        entry => `${entry.resource}${entry.namespace === null ? '' : ` ${entry.namespace}`}`,
      ),
    ).toEqual(expected);
  });
});

describe('formats', () => {
  test('json is the result of the contract', () => {
    const json: unknown = JSON.parse(scanJson(resultOf()));
    expect(ScanResult.safeParse(json).error).toBeUndefined();
    expect(json).toEqual(JSON.parse(JSON.stringify(resultOf())));
  });
  test('json has each finding on a line of its own, without any too', () => {
    const check = (over: Partial<Evaluation>, lines: number): void => {
      const text = scanJson(resultOf(over));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(resultOf(over))));
      expect(text.match(/^ {4}\{"id":.*\},?$/gm)?.length ?? 0).toBe(lines);
      expect(text.endsWith('\n}\n')).toBe(true);
    };
    check({}, resultOf().findings.length);
    check({ findings: [exampleFinding({ message: '"findings": []\n}' })] }, 1);
    check({ findings: [] }, 0);
  });
  test('jsonl holds all of it, a line each', () => {
    const lines = scanJsonl(resultOf())
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { type: string });
    expect(lines.map(line => line.type)).toEqual([
      'scan',
      'finding',
      'finding',
      'finding',
      'finding',
      'coverage',
      'coverage',
      'coverage',
      'coverage',
      'coverage',
      'summary',
    ]);
  });
});
