import { describe, expect, it } from 'vitest';
import type { FindingsFilter } from '#contract/findings-query';
import { filterOf, parseFilter, toggleTerm, unusable, writeFilter } from './filter-text.ts';

const check = (
  text: string,
  expected: { readonly filter: FindingsFilter; readonly written?: string; readonly bad?: readonly string[] },
): void => {
  expect(filterOf(text)).toEqual(expected.filter);
  expect(unusable(text)).toEqual(expected.bad ?? []);
  const written = writeFilter(parseFilter(text));
  expect(written).toBe(expected.written ?? text);
  expect(filterOf(written)).toEqual(expected.filter);
};

describe('the filter text', () => {
  it.each([
    ['', { filter: {} }],
    ['severity:critical,high', { filter: { severity: ['critical', 'high'] } }],
    ['severity:high ns:shop api token', { filter: { severity: ['high'], namespace: ['shop'], text: 'api token' } }],
    ['token namespace:shop', { filter: { namespace: ['shop'], text: 'token' }, written: 'ns:shop token' }],
    ['ns:_cluster', { filter: { namespace: [''] } }],
    ['fixable:yes', { filter: { fixable: true } }],
    ['fixable:no kind:Pod', { filter: { fixable: false, kind: ['Pod'] } }],
    ['severity:huge', { filter: {}, bad: ['severity:huge'] }],
    ['SEVERITY:low  ', { filter: { severity: ['low'] }, written: 'severity:low' }],
    ['severity:low severity:high', { filter: { severity: ['low', 'high'] }, written: 'severity:low,high' }],
    ['https://example.org', { filter: { text: 'https://example.org' } }],
    ['__proto__:x constructor:y', { filter: { text: '__proto__:x constructor:y' } }],
    ['severity:', { filter: { text: 'severity:' } }],
  ] as const)('%s', (text, expected) => check(text, expected as Parameters<typeof check>[1]));

  it('a term is put in and taken out again', () => {
    const once = toggleTerm('api severity:high', 'severity', 'critical');
    expect(once).toBe('severity:high,critical api');
    expect(toggleTerm(once, 'severity', 'critical')).toBe('severity:high api');
    expect(toggleTerm('fixable:yes', 'fixable', 'no')).toBe('fixable:no');
  });
});
