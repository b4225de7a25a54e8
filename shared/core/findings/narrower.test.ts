import { describe, expect, it } from 'vitest';
import type { FindingsFilter } from '#contract/findings-query';
import { isNarrower } from './narrower.ts';

describe('a filter', () => {
  const check = (name: string, [next, before]: readonly [FindingsFilter, FindingsFilter], expected: boolean): void =>
    it(`${name}: ${String(expected)}`, () =>
      expect(isNarrower({ filter: next, sort: null }, { filter: before, sort: null })).toBe(expected));
  check('one letter more', [{ text: ['gate'] }, { text: ['gat'] }], true);
  check('the first letter', [{ text: ['g'] }, {}], true);
  check('one more word', [{ text: ['gate', 'w'] }, { text: ['gate'] }], true);
  check('a letter in front', [{ text: ['egate'] }, { text: ['GATE'] }], true);
  check('a letter taken back', [{ text: ['gat'] }, { text: ['gate'] }], false);
  check('another word', [{ text: ['door'] }, { text: ['gate'] }], false);
  check('another field', [{ text: ['gate'], kind: ['Pod'] }, { text: ['gat'] }], false);
  check('a field less', [{ text: ['gate'] }, { text: ['gat'], kind: ['Pod'] }], false);
  check(
    'the same field',
    [
      { text: ['gate'], kind: ['Pod'] },
      { text: ['gat'], kind: ['Pod'] },
    ],
    true,
  );
  check(
    'another word that must not be',
    [
      { text: ['gate'], not: { text: ['b'] } },
      { text: ['gat'], not: { text: ['a'] } },
    ],
    false,
  );

  it('under another sort is not', () =>
    expect(
      isNarrower({ filter: { text: ['ab'] }, sort: { by: 'name', desc: false } }, { filter: { text: ['a'] }, sort: null }),
    ).toBe(false));
});
