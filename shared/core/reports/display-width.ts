import { eastAsianWidth } from 'get-east-asian-width';

const mark = /^\p{M}$/u;

/** Columns that visible text takes in a terminal. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const char of text) width += mark.test(char) ? 0 : eastAsianWidth(char.codePointAt(0) ?? 0);
  return width;
};

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/** The longest start of `text` that fits in `width` columns (at least one character), and the rest. */
const splitAt = (text: string, width: number): readonly [string, string] => {
  let taken = 0;
  let columns = 0;
  for (const char of text) {
    const next = columns + displayWidth(char);
    if (next > width && taken > 0) break;
    taken += char.length;
    columns = next;
  }
  return [text.slice(0, taken), text.slice(taken)];
};

const startOf = (chars: readonly string[], width: number): readonly string[] => {
  let columns = 0;
  const end = chars.findIndex(char => (columns += displayWidth(char)) > width);
  return end < 0 ? chars : chars.slice(0, end);
};

/** Cut in the middle, since the ends of names tell more. */
export const shorten = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  const chars = Array.from(text);
  const head = startOf(chars, Math.ceil((width - 1) / 2));
  const tail = startOf(chars.toReversed(), Math.floor((width - 1) / 2)).toReversed();
  return `${head.join('')}…${tail.join('')}`;
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
      const [head, rest] = splitAt(line, width);
      lines.push(head);
      line = rest;
    }
  }
  lines.push(line);
  return lines;
};
