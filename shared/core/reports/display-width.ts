import { eastAsianWidth } from 'get-east-asian-width';

const mark = /^\p{M}$/u;
/** Nearly all text: one column a character. */
const plain = /^[ -~]*$/;

/** Columns that visible text takes in a terminal. */
export const displayWidth = (text: string): number => {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += mark.test(char) ? 0 : eastAsianWidth(char.codePointAt(0) ?? 0);
  return width;
};

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/** The longest start of `text` that fits in `width` columns (at least one character), in UTF-16 units. */
const fitting = (text: string, width: number): number => {
  let taken = 0;
  let columns = 0;
  for (const char of text) {
    columns += displayWidth(char);
    if (columns > width && taken > 0) break;
    taken += char.length;
  }
  return taken;
};

/** Where a long word is cut: after the last `/`, `-`, `.`, `,` or `:` of the second half of the line, so that names stay readable. */
const cutOf = (word: string, width: number): number => {
  const taken = fitting(word, width);
  if (taken === word.length) return taken;
  const last = Math.max(...['/', '-', '.', ',', ':'].map(char => word.lastIndexOf(char, taken - 1)));
  return last >= taken / 2 ? last + 1 : taken;
};

/** Lines of at most `width` columns, broken at spaces, or inside a word that is longer than a line. */
export const wrap = (text: string, width: number): readonly string[] => {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const word of text.split(' ')) {
    const added = displayWidth(word) + (line === '' ? 0 : 1);
    if (columns + added <= width) {
      line = line === '' ? word : `${line} ${word}`;
      columns += added;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    columns = displayWidth(line);
    while (columns > width) {
      const cut = cutOf(line, width);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
      columns = displayWidth(line);
    }
  }
  lines.push(line);
  return lines;
};
