/**
 * Characters that change how the text around them reads without being seen: C0/C1 controls, soft hyphen, zero-width
 * characters, bidi marks, embeddings and isolates, line and paragraph separators, tags, the byte order mark.
 */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

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
