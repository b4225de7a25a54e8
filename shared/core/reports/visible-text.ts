/**
 * What a terminal, a page or a spreadsheet would act on or hide: controls (C0, DEL, C1, escape included), format characters
 * (bidi, zero-width, tags), line and paragraph separators, halves of surrogate pairs, and marks stacked beyond any script.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{4})\p{M}/gu;

/** The same without C0: JSON has escaped those inside strings, and its own line breaks stay. */
const hiddenInJson = /[\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (code: number): string => code.toString(16).padStart(2, '0');

const visible = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  return shortNames[char] ?? (code < 0x100 ? `\\x${hex(code)}` : `\\u{${hex(code)}}`);
};

/** No half of a pair at the cut. */
const cutAt = (text: string, limit: number): string => {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
};

/**
 * Foreign text as one line that shows everything and does nothing. Longer than `limit` UTF-16 units: cut, and told.
 * Apply it once, where text meets a terminal or a file for people; data formats keep the value and escape by their own rules.
 */
export const visibleText = (text: string, limit = 400): string => {
  const kept = text.length > limit ? cutAt(text, limit) : text;
  const shown = kept.replace(hidden, visible);
  return kept.length === text.length ? shown : `${shown}… (${text.length - kept.length} more characters)`;
};

/** Most results hold ASCII and our own quotation marks alone: one quick look saves a long one. */
const notPlain = /[^\n -~«»‘’“”…–—×]/;

/** JSON text that means the same and holds nothing that a terminal would act on. */
export const visibleJson = (json: string): string =>
  !notPlain.test(json)
    ? json
    : json.replace(hiddenInJson, char =>
        Array.from({ length: char.length }, (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
      );
