import { findCredentials } from './credentials.ts';

export interface TextBounds {
  /** UTF-16 units that are kept; more is cut, told. */
  readonly maxLength: number;
}

/** How much of a text is looked at before it is cut: a credential across the later cut is found whole. */
const headroom = 64 * 1024;

/**
 * Text of others made fit to be shown, logged and kept: error bodies, messages of a server (which quote whole objects), a
 * plugin's stderr, log lines. Credentials and the values of quoted objects go, control, escape, bidi and zero-width
 * characters are spelled out, the length is bounded. Never throws, linear in its bound.
 */
export const redactText = (text: string, bounds: TextBounds = { maxLength: 4096 }): string => {
  const looked = text.length > bounds.maxLength + headroom ? text.slice(0, bounds.maxLength + headroom) : text;
  const redacted = visible(withoutCredentials(withoutObjects(statusMessage(looked) ?? looked)));
  if (redacted.length <= bounds.maxLength && looked.length === text.length) return redacted;
  const kept = redacted.slice(0, bounds.maxLength).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${text.length - kept.length > 0 ? text.length - kept.length : redacted.length - kept.length} more characters)`;
};

/** The message of a `Status` that a whole text is; undefined for any other text. */
export const statusMessage = (text: string): string | undefined => {
  if (!text.startsWith('{') || !text.includes('"Status"')) return undefined;
  try {
    const status: unknown = JSON.parse(text);
    const message: unknown = typeof status === 'object' && status !== null && 'message' in status ? status.message : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
};

const withoutCredentials = (text: string): string => {
  let redacted = '';
  let from = 0;
  for (const match of findCredentials(text)) {
    redacted += `${text.slice(from, match.start)}«redacted»`;
    from = match.end;
  }
  return redacted + text.slice(from);
};

/**
 * Objects quoted in a message, as JSON (escaped or not) or as Go prints them: whole objects by `apiVersion`, maps that hold
 * values by their name. What they hold is not told.
 */
const quoted =
  /\{\s{0,8}\\{0,8}"(?:apiVersion|kind|metadata)\\{0,8}"\s{0,8}:|\\{0,8}"(?:data|stringData|binaryData|env|command|args|annotations)\\{0,8}"\s{0,8}:\s{0,8}[[{]|(?:Data|StringData|BinaryData|Annotations):map\[[\w.]{1,40}\](?:\[\])?\w{1,40}\{|(?:Env|Command|Args):\[\][\w.]{1,40}\{/g;

const jsonValue =
  /(\\{0,8}"(?:value|token|password|passwd|secret|apiKey|api_key|privateKey|clientSecret)\\{0,8}"\s{0,8}:\s{0,8}\\{0,8}")([^"\\]*)/gi;

const withoutObjects = (text: string): string => {
  let rest = '';
  let from = 0;
  quoted.lastIndex = 0;
  for (let match = quoted.exec(text); match !== null; match = quoted.exec(text)) {
    const opening = match[0].startsWith('{') ? match.index : match.index + match[0].length - 1;
    const end = match[0].includes('"') ? closing(text, opening, quoteEscapes(match[0])) : text.length;
    rest += `${text.slice(from, opening)}${text[opening] === '[' ? '[…]' : '{…}'}`;
    from = end;
    quoted.lastIndex = end;
  }
  return (rest + text.slice(from)).replaceAll(jsonValue, (all: string, name: string, value: string) =>
    value === '' ? all : `${name}«redacted»`,
  );
};

/** How many backslashes stand before the quotes of a quoted JSON: one layer of quoting each doubles them and adds one. */
const quoteEscapes = (start: string): number => /\\*(?=")/.exec(start)?.[0].length ?? 0;

/**
 * Index after the bracket that closes the one at `from`; the end of the text where none does (a cut message). Brackets
 * inside strings do not count: a value must not end the object that it stands in.
 */
const closing = (text: string, from: number, escapes: number): number => {
  let depth = 0;
  let inString = false;
  let backslashes = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      backslashes += 1;
      continue;
    }
    if (code === 34 && backslashes === escapes) inString = !inString;
    backslashes = 0;
    if (inString) continue;
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
};

/** Line feeds and tabs stay; other controls, bidi and zero-width characters, separators and lone surrogates are spelled out. */
const unseen =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u{e0000}-\u{e007f}]/gu;

const visible = (text: string): string =>
  text.replaceAll(unseen, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
