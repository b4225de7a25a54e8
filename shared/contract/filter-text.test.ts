import { describe, expect, test } from 'vitest';
import { clusterWide, fieldValues, filterFields } from './filter-fields.ts';
import { errorText, formatFilter, parseFilter, readFilter, filterOfTerms, writeTerms } from './filter-text.ts';
import { FindingsFilter } from './findings-query.ts';

const check = (text: string, expected: FindingsFilter, written = text): void => {
  const parsed = parseFilter(text);
  expect(parsed.ok ? parsed.value : errorText(readFilter(text).errors[0] ?? { from: 0, to: 0, what: '' })).toEqual(expected);
  expect(formatFilter(expected)).toBe(written);
};

describe('the filter text', () => {
  test.each<[string, FindingsFilter, string?]>([
    ['', {}],
    ['severity:critical,high', { severity: ['critical', 'high'] }],
    ['severity:HIGH', { severity: ['high'] }, 'severity:high'],
    ['namespace:shop', { namespace: ['shop'] }, 'ns:shop'],
    ['NS:shop ns:pay', { namespace: ['shop', 'pay'] }, 'ns:shop,pay'],
    ['token ns:shop', { namespace: ['shop'], text: ['token'] }, 'ns:shop token'],
    ['-kind:Pod fixable:yes', { fixable: ['yes'], not: { kind: ['Pod'] } }, 'fixable:yes -kind:Pod'],
    ['status:unknown pss/baseline "two words" text', { status: ['unknown'], text: ['pss/baseline', 'two words', 'text'] }],
    ['-secret -"two words"', { not: { text: ['secret', 'two words'] } }],
    ['"-x" "a:b" "say \\"no\\""', { text: ['-x', 'a:b', 'say "no"'] }],
    ['rule:"a,b",c name:"x y"', { rule: ['a,b', 'c'], name: ['x y'] }],
    ['ns:_cluster', { namespace: [''] }],
    ['- a', { text: ['-', 'a'] }, '"-" a'],
    ['10.0.0.1:80', { text: ['10.0.0.1:80'] }, '"10.0.0.1:80"'],
    ['  severity:low \t x\n', { severity: ['low'], text: ['x'] }, 'severity:low x'],
    ['framework:pss,cis-1.12/5.2.2 id:f1', { framework: ['pss', 'cis-1.12/5.2.2'], id: ['f1'] }],
  ])('%j', (text, expected, written) => check(text, expected, written));

  test.each([
    ['severity:huge', /^At character 10: severity: takes critical, high, medium or low, not “huge”\.$/u],
    ['ns:shop status:open', /^At character 16: status: takes fail, unknown or suppressed, not “open”\.$/u],
    ['fixable:maybe', /^At character 9: fixable: takes yes or no, not “maybe”\.$/u],
    ['x image:latest', /^At character 3: There is no field “image”\. Fields are severity: .*quotation marks\.$/u],
    ['constructor:y', /^At character 1: There is no field “constructor”/u],
    ['severity:', /^At character 10: severity: has no value here\.$/u],
    ['ns:a,,b', /^At character 6: ns: has no value here\.$/u],
    ['a "b c', /^At character 3: The quotation mark is not closed\.$/u],
    ['ns:"a"b', /^At character 7: After the closing quotation mark comes a space or a comma\.$/u],
  ])('%j is told', (text, expected) => {
    const [first] = readFilter(text).errors;
    const parsed = parseFilter(text);
    expect(first === undefined ? '' : errorText(first)).toMatch(expected);
    expect(parsed.ok ? undefined : parsed.error.code).toBe('filter-invalid');
  });

  test('a word that begins with no letter is text, whatever stands in it', () =>
    expect(parseFilter('-__proto__:x')).toEqual({ ok: true, value: { not: { text: ['__proto__:x'] } } }));

  test('what is being typed loses nothing', () => {
    const whole = 'severity:high ns:"two words" -kind:Pod image:latest "a b" x';
    for (let length = 0; length <= whole.length; length += 1) {
      const typed = whole.slice(0, length);
      const again = readFilter(writeTerms(readFilter(typed).terms));
      expect(filterOfTerms(again.terms)).toEqual(filterOfTerms(readFilter(typed).terms));
    }
  });

  test('a text over the limit is told, and read in time', () => {
    expect(readFilter('a '.repeat(60_000)).errors[0]?.what).toMatch(/at most/u);
  });
});

/** Numbers that are the same in every run. */
const random = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const signs = ['a', 'Z', '9', '-', ',', '"', '\\', ':', ' ', '/', '.', '_', 'é', '\u{1f512}', '\t', '«'];

describe('every filter survives being written and read', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => [seed]))('seed %i', seed => {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const word = (): string => Array.from({ length: 1 + Math.floor(next() * 6) }, () => pick(signs)).join('');
    const values = (field: (typeof filterFields)[number]): string[] =>
      [...new Set(Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(fieldValues[field] ?? [word()])))].filter(
        value => field !== 'namespace' || value !== clusterWide,
      );
    for (let round = 0; round < 50; round += 1) {
      const terms = (): Record<string, string[]> => ({
        ...Object.fromEntries(filterFields.filter(() => next() < 0.3).map(field => [field, values(field)])),
        ...(next() < 0.5 ? { text: [...new Set([word(), word()])] } : {}),
      });
      const not = terms();
      const filter = FindingsFilter.parse({ ...terms(), ...(Object.keys(not).length === 0 ? {} : { not }) });
      const written = formatFilter(filter);
      expect(parseFilter(written)).toEqual({ ok: true, value: filter });
    }
  });
});
