import { describe, expect, it } from 'vitest';
import type { RuleResult } from '#contract/methods';
import { rules } from '#renderer/dev/fixtures/rules.ts';
import { filterOf, rowsOf, type Verdict, verdictOf } from './catalogue.ts';

const result = (ruleId: string, part: Partial<RuleResult>): RuleResult => ({
  ruleId,
  passed: 0,
  failed: 0,
  unknown: 0,
  skipped: null,
  defect: null,
  ...part,
});

describe('what a rule said', () => {
  it.each<[string, RuleResult | undefined, Verdict]>([
    ['nothing is known', undefined, 'none'],
    ['a fault beside an unknown', result('a', { failed: 1, unknown: 3, passed: 9 }), 'failed'],
    ['an unknown beside passes', result('a', { unknown: 1, passed: 9 }), 'unknown'],
    ['passes alone', result('a', { passed: 9 }), 'passed'],
    ['nothing it applies to', result('a', {}), 'passed'],
    ['skipped', result('a', { skipped: 'no registries are named' }), 'not-run'],
    ['a defect of ours', result('a', { defect: 'TypeError', passed: 1 }), 'not-run'],
  ])('%s', (_, given, expected) => expect(verdictOf(given)).toBe(expected));
});

describe('the filter of the catalogue', () => {
  const results = [
    result('privileged-container', { failed: 2 }),
    result('run-as-root', { unknown: 1 }),
    result('ingress-tls', { passed: 4 }),
  ];
  const check = (query: string, expected: readonly string[]): void =>
    expect(rowsOf(rules.rules, results, filterOf(new URLSearchParams(query))).map(({ rule }) => rule.id)).toEqual(expected);

  it.each<[string, readonly string[]]>([
    ['pack=rbac', ['cluster-admin-binding', 'wildcard-role']],
    ['severity=critical&pack=pod-security', ['host-path']],
    ['result=failed', ['privileged-container']],
    ['result=unknown', ['run-as-root']],
    ['result=passed', ['ingress-tls']],
    ['q=TLS host', ['ingress-tls']],
    ['q=nosuchword', []],
    ['framework=nsa', []],
    ['severity=huge&pack=image', ['image-latest']],
  ])('%s', check);
});
