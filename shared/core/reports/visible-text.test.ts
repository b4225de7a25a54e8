import { describe, expect, test } from 'vitest';
import { visibleJson, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  const check = (input: string, expected: string): void => expect(visibleText(input)).toBe(expected);
  test.each([
    ['plain text, ümläut, 日本, 👍', 'plain text, ümläut, 日本, 👍'],
    ['a\u001b[31mred', 'a\\x1b[31mred'],
    ['a\u009b31mred', 'a\\x9b31mred'],
    ['bell\u0007 nul\u0000 del\u007f', 'bell\\x07 nul\\x00 del\\x7f'],
    ['one\ntwo\r\n\tthree', 'one\\ntwo\\r\\n\\tthree'],
    ['user\u202Etxt.exe', 'user\\u{202e}txt.exe'],
    ['\u2066isolate\u2069 \u200Emark \u061Carabic', '\\u{2066}isolate\\u{2069} \\u{200e}mark \\u{61c}arabic'],
    ['ze\u200Bro \u200Cwi\u200Ddth \uFEFFbom \u2060joiner', 'ze\\u{200b}ro \\u{200c}wi\\u{200d}dth \\u{feff}bom \\u{2060}joiner'],
    ['soft\u00ADhyphen', 'soft\\xadhyphen'],
    ['tag\u{E0041}', 'tag\\u{e0041}'],
    ['annotation\uFFF9', 'annotation\\u{fff9}'],
    ['filler\u3164', 'filler\\u{3164}'],
    ['line\u2028para\u2029', 'line\\u{2028}para\\u{2029}'],
    ['half\uD800pair', 'half\\u{d800}pair'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    [`zalgo${'\u0301'.repeat(6)}`, `zalgo${'\u0301'.repeat(4)}\\u{301}\\u{301}`],
  ])('%j', check);

  test('is bounded, told, and cuts no pair', () => {
    expect(visibleText('a'.repeat(5_000_000), 10)).toBe(`${'a'.repeat(10)}… (4999990 more characters)`);
    expect(visibleText('123456789👍x', 10)).toBe('123456789… (3 more characters)');
  });
});

describe('visibleJson', () => {
  test.each([['a\u009bb'], ['a\u202Eb'], ['\u{E0041}'], ['\u200b'], ['\u007f'], ['plain 日本 👍'], ['\u001b[0m'], ['\u2028']])(
    '%j means the same and hides nothing',
    text => {
      const json = visibleJson(JSON.stringify({ text }, null, 2));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2028]|\u{E0041}/u);
    },
  );
});
