/** What may never stand in a text that people look at, and how it is told. */

/**
 * Controls but line feed (a terminal obeys them), bidi and zero-width characters (they show something else than there is),
 * line and paragraph separators, tags, halves of pairs.
 */
const active =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Code points, once each, with a bit of what stands around. CSV ends its rows by CR LF: those are passed over. */
export const activeCharacters = (text: string): readonly string[] => {
  const plain = text.replaceAll('\r\n', '\n');
  const found = new Map<string, string>();
  for (const match of plain.matchAll(active)) {
    const name = `U+${(match[0].codePointAt(0) ?? 0).toString(16)}`;
    if (!found.has(name))
      found.set(name, `${name} after ${JSON.stringify(plain.slice(Math.max(0, match.index - 60), match.index))}`);
  }
  return [...found.values()];
};

/** Cells of RFC 4180 text. */
export const csvCells = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    match => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
  );

/** Cells that a spreadsheet would run. */
export const formulas = (text: string): readonly string[] => csvCells(text).filter(cell => /^[\s]*[=+\-@\t\r]/.test(cell));
