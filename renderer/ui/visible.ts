/**
 * Characters that change how the text around them reads without being seen, as ranges of code points: C0/C1 controls, soft
 * hyphen, joiners and fillers, zero-width characters, bidi marks, embeddings and isolates, line and paragraph separators,
 * variation selectors, the byte order mark, tags, halves of a pair.
 */
const ranges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
] as const;

const point = (code: number): string => `\\u{${code.toString(16)}}`;

const hidden = new RegExp(`[${ranges.map(([first, last]) => `${point(first)}-${point(last)}`).join('')}]`, 'gu');

const named = (character: string): string => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** Text of a cluster as one harmless line: hidden characters are written out, and it ends after `max` characters. */
export const visible = (text: string, max = 1000): string => {
  const cut = text.length > max ? text.slice(0, max) : text;
  const shown = cut.replace(hidden, named);
  return text.length > max ? `${shown}… (${(text.length - max).toLocaleString('en')} more characters)` : shown;
};

/** The same for text of several lines: line breaks and tabs stay. */
export const visibleLines = (text: string, max = 400_000): string =>
  visible(text, max).length === text.length && !/[\n\r\t]/u.test(text)
    ? text
    : (text.length > max ? text.slice(0, max) : text)
        .replaceAll('\r\n', '\n')
        .split('\n')
        .map(line =>
          line
            .split('\t')
            .map(part => part.replace(hidden, named))
            .join('\t'),
        )
        .join('\n');
