import { describe, expect, it } from 'vitest';
import { visible, visibleLines } from './visible.ts';

const check = (text: string, expected: string, max?: number): void => expect(visible(text, max)).toBe(expected);

describe('cluster text is made visible and bounded', () => {
  it.each([
    ['plain name', 'plain name'],
    ['Équipe Анна 漢字', 'Équipe Анна 漢字'],
    ['a\u202eb', 'a[U+202E]b'],
    ['a\u200bb\u2066c', 'a[U+200B]b[U+2066]c'],
    ['\u001b[31mred', '[U+001B][31mred'],
    ['one\ntwo', 'one[U+000A]two'],
    ['\u{e0041}', '[U+E0041]'],
    ['\ud800', '[U+D800]'],
    ['\ufeffx', '[U+FEFF]x'],
    ['<b>&amp;', '<b>&amp;'],
  ])('%j', (text, expected) => check(text, expected));

  it('ends after its bound and says how much is left out', () =>
    check('x'.repeat(5_000_000), `${'x'.repeat(10)}… (4,999,990 more characters)`, 10));

  it('keeps lines and tabs where a text has them', () => expect(visibleLines('a:\r\n\tb\u202e\n')).toBe('a:\n\tb[U+202E]\n'));
});
