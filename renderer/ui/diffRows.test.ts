import { describe, expect, it } from 'vitest';
import { diffRows, foldedPair } from './diffRows.ts';
import type { PaneLine } from './editor.ts';
import { folded } from './excerpt.ts';

const signs = { plain: ' ', added: '+', removed: '-', filler: '~', fold: '…', hit: '!' } as const;

const draw = (lines: readonly PaneLine[]): readonly string[] =>
  lines.map(({ kind, number, text }) => `${signs[kind]}${number ?? ''} ${text}`);

const check = (
  before: string,
  after: string,
  expected: { readonly unified: readonly string[]; readonly left: readonly string[]; readonly right: readonly string[] },
): void => {
  const rows = diffRows(before, after);
  expect({ unified: draw(rows.unified), left: draw(rows.left), right: draw(rows.right) }).toEqual(expected);
};

describe('two texts beside each other', () => {
  it('a line put in', () =>
    check('a\nb\n', 'a\nx\nb\n', {
      unified: [' 1 a', '+2 x', ' 3 b'],
      left: [' 1 a', '~ ', ' 2 b'],
      right: [' 1 a', '+2 x', ' 3 b'],
    }));
  it('a line changed stays on one row', () =>
    check('a\nb\nc', 'a\nB\nc', {
      unified: [' 1 a', '-2 b', '+2 B', ' 3 c'],
      left: [' 1 a', '-2 b', ' 3 c'],
      right: [' 1 a', '+2 B', ' 3 c'],
    }));
  it('a new object', () => check('', 'a\nb', { unified: ['+1 a', '+2 b'], left: ['~ ', '~ '], right: ['+1 a', '+2 b'] }));
  it('nothing changed', () => check('a', 'a', { unified: [' 1 a'], left: [' 1 a'], right: [' 1 a'] }));
});

describe('folding', () => {
  const many = Array.from({ length: 20 }, (_, index) => `l${index + 1}`).join('\n');

  it('keeps what is near and says how much is left out', () => {
    const rows = diffRows(many, many.replace('l10', 'L10'));
    expect(draw(folded(rows.unified, line => line.kind !== 'plain', 1))).toEqual([
      '… 8 lines left out',
      ' 9 l9',
      '-10 l10',
      '+10 L10',
      ' 11 l11',
      '… 9 lines left out',
    ]);
  });

  it('folds both sides at the same rows', () => {
    const { left, right } = foldedPair(diffRows(many, many.replace('l10', 'L10\nnew')), lines =>
      folded(lines, line => line.kind !== 'plain', 1),
    );
    expect(draw(left)).toEqual(['… 8 lines left out', ' 9 l9', '-10 l10', '~ ', ' 11 l11', '… 9 lines left out']);
    expect(draw(right)).toEqual(['… 8 lines left out', ' 9 l9', '+10 L10', '+11 new', ' 12 l11', '… 9 lines left out']);
  });

  it('a single line is not worth a fold', () =>
    expect(draw(folded(diffRows('a\nb', 'a\nB').unified, line => line.kind !== 'plain', 0))).toEqual([' 1 a', '-2 b', '+2 B']));
});
