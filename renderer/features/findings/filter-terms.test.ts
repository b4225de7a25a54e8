import { describe, expect, it } from 'vitest';
import type { FilterField } from '#contract/filter-fields';
import { excludeTerm, namedTerms, stateOfTerm, toggleTerm } from './filter-terms.ts';

type Case = readonly [text: string, field: FilterField, value: string, expected: string];

const check = (change: typeof toggleTerm, [text, field, value, expected]: Case): void =>
  expect(change(text, field, value)).toBe(expected);

describe('facets and the filter text', () => {
  it.each<Case>([
    ['', 'severity', 'high', 'severity:high'],
    ['severity:high', 'severity', 'low', 'severity:high,low'],
    ['severity:high,low', 'severity', 'high', 'severity:low'],
    ['severity:high token', 'severity', 'high', 'token'],
    ['token', 'namespace', 'shop', 'ns:shop token'],
    ['-ns:shop', 'namespace', 'shop', ''],
    ['kind:pod', 'kind', 'Pod', ''],
    ['severity:hu "two words"', 'namespace', 'shop', 'severity:hu ns:shop "two words"'],
    ['ns:shop ns:pay', 'namespace', 'shop', 'ns:pay'],
  ])('toggle in %j %s %s', (...given) => check(toggleTerm, given));

  it.each<Case>([
    ['', 'kind', 'Pod', '-kind:Pod'],
    ['kind:Pod', 'kind', 'Pod', '-kind:Pod'],
    ['-kind:Pod', 'kind', 'Pod', ''],
    ['-kind:Pod', 'kind', 'Job', '-kind:Pod,Job'],
  ])('leave out in %j %s %s', (...given) => check(excludeTerm, given));

  it('tells what is chosen and what is left out', () => {
    const text = 'severity:high -kind:Pod,Job text';
    expect(['high', 'low'].map(value => stateOfTerm(text, 'severity', value))).toEqual(['on', 'off']);
    expect(stateOfTerm(text, 'kind', 'pod')).toBe('out');
    expect(namedTerms(text).map(({ field, value, not }) => `${not ? '-' : ''}${field}:${value}`)).toEqual([
      'severity:high',
      '-kind:Pod',
      '-kind:Job',
    ]);
  });
});
