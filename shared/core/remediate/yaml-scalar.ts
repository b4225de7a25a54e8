/** What hides or acts when shown: control and format characters (bidi, zero-width, tags), separators, half pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const unprintableAll = new RegExp(unprintable.source, 'gu');
const unprintableInBlock = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Words that YAML 1.1 or 1.2 reads as something else than text. */
const words = /^(?:y|yes|n|no|true|false|on|off|null|~|\.?inf|\.?nan|e[-+]?[0-9]+)$/i;
const startsAsText = /^[\p{L}/_][\p{L}\p{N} ./_@+=,:;()<>$%^*!?|&#'"\\~{}[\]-]*$/u;
/** Names, quantities, addresses: what begins with a digit and is no number or date in any reading. */
const startsAsNumber = /^[0-9][A-Za-z0-9./-]*$/;
const numberLike = /^[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?$|^0[xXoObB][0-9a-fA-F]+$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/;
const severalDots = /^[0-9]+(?:\.[0-9]+){2,}$/;

const isPlain = (text: string): boolean => {
  if (text.length > 2000 || words.test(text) || text.includes(': ') || text.includes(' #') || /[: ]$/.test(text)) return false;
  if (startsAsText.test(text)) return true;
  return startsAsNumber.test(text) && (severalDots.test(text) || !numberLike.test(text));
};

const escaped = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A string on one line, quoted only where any YAML reader could take it for something else. */
export const scalarText = (text: string): string => {
  if (unprintable.test(text)) return JSON.stringify(text).replace(unprintableAll, escaped);
  if (isPlain(text)) return text;
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
};

/** Lines that can stand as a literal block (`|`) unchanged; undefined where the string must be quoted. */
export const blockLines = (text: string): { readonly header: string; readonly lines: readonly string[] } | undefined => {
  if (!text.includes('\n') || unprintableInBlock.test(text.replaceAll('\t', ' '))) return undefined;
  const body = text.replace(/\n+$/, '');
  // A block takes its indentation from its first line, so that one may not begin with a blank.
  if (body === '' || /^[\s]/.test(body)) return undefined;
  const trailing = text.length - body.length;
  const header = trailing === 0 ? '|-' : trailing === 1 ? '|' : '|+';
  return { header, lines: text.slice(0, trailing === 0 ? undefined : -1).split('\n') };
};
