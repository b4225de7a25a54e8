import { eastAsianWidth } from 'get-east-asian-width';

const mark = /^\p{M}$/u;

/** Columns that visible text takes in a terminal. */
export const displayWidth = (text: string): number => {
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
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (displayWidth(line) > width) {
      const cut = cutOf(line, width);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  lines.push(line);
  return lines;
};
