const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

const escape = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs;

const codePoint = (hex: string): string => {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\u{FFFD}';
};

/** What Go's `%q` wrote between its quotes. A single byte (`\x80`) that is no text becomes the character of that number. */
export const goUnquoted = (inner: string): string =>
  inner.replaceAll(escape, (_, byte?: string, short?: string, long?: string, other?: string) => {
    const hex = byte ?? short ?? long;
    if (hex !== undefined) return codePoint(hex);
    return other === undefined ? '' : (simple[other] ?? other);
  });

/** The pattern of a text as Go quotes it, with what stands between the quotes as a group. */
export const goQuoted = String.raw`"((?:[^"\\\n]|\\.)*)"`;

const oneQuoted = new RegExp(goQuoted, 'g');

/** The texts of a list as Go's `%q` writes it: `"a" "b"`. */
export const goQuotedList = (text: string): readonly string[] =>
  Array.from(text.matchAll(oneQuoted), ([, inner]) => goUnquoted(inner ?? ''));
