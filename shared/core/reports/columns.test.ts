import { describe, expect, test } from 'vitest';
import { columnsText } from './columns.ts';
import { displayWidth, wrap } from './display-width.ts';

describe('displayWidth', () => {
  test.each([
    ['abc', 3],
    ['日本', 4],
    ['👍', 2],
    ['e\u0301', 1],
    ['', 0],
  ] as const)('%j', (text, width) => expect(displayWidth(text)).toBe(width));
});

describe('wrap', () => {
  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['shop/Deployment/api-gateway', 18, ['shop/Deployment/', 'api-gateway']],
    ['a/bcdefghijkl', 8, ['a/bcdefg', 'hijkl']],
    ['a unbreakable', 4, ['a', 'unbr', 'eaka', 'ble']],
    ['fits', 10, ['fits']],
    ['', 10, ['']],
    ['日本日本', 4, ['日本', '日本']],
  ] as const)('%j in %d', (text, width, expected) => expect(wrap(text, width)).toEqual(expected));
});

describe('columnsText', () => {
  const columns = [
    { title: 'NAME', max: 8 },
    { title: 'WHAT', flexible: true },
  ];
  const check = (rows: readonly (readonly string[])[], width: number | null, expected: readonly string[]): void =>
    expect(columnsText(columns, rows, width)).toEqual(expected);

  test('aligns, and leaves no trailing space', () =>
    check(
      [
        ['a', 'one'],
        ['bcd', ''],
      ],
      80,
      ['NAME  WHAT', 'a     one', 'bcd'],
    ));
  test('wraps at max, and the flexible column in what is left', () =>
    check([['a-long-name', 'words that go on for longer than the line is']], 34, [
      'NAME      WHAT',
      'a-long-   words that go on for',
      'name      longer than the line is',
    ]));
  test('wraps nothing without a terminal', () =>
    check([['a', 'x '.repeat(100)]], null, ['NAME  WHAT', `a     ${'x '.repeat(100).trimEnd()}`]));
  test('a foreign line break makes no line', () =>
    check([['a', 'one\ntwo\u001b[2J']], null, ['NAME  WHAT', 'a     one\\ntwo\\x1b[2J']));
});
