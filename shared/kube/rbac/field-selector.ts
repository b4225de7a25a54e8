/** Reading field selectors as the API server does (apimachinery's fields package). */

const splitTerms = (selector: string): readonly string[] => {
  const terms: string[] = [];
  let [start, escaped] = [0, false];
  for (let at = 0; at < selector.length; at++) {
    const char = selector[at];
    if (escaped) escaped = false;
    else if (char === '\\') escaped = true;
    else if (char === ',') {
      terms.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  terms.push(selector.slice(start));
  return terms.filter(term => term !== '').sort();
};

/** undefined: an escape that there is none of, or a comma or equals sign that is not escaped. */
const unescape = (value: string): string | undefined => {
  let plain = '';
  for (let at = 0; at < value.length; at++) {
    const char = value[at] ?? '';
    if (char === ',' || char === '=') return undefined;
    if (char !== '\\') {
      plain += char;
      continue;
    }
    const next = value[++at];
    if (next !== '\\' && next !== ',' && next !== '=') return undefined;
    plain += next;
  }
  return plain;
};

interface Term {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: string;
}

const termOf = (text: string): Term | undefined => {
  const found = /!=|==|=/.exec(text);
  if (found === null) return undefined;
  const value = unescape(text.slice(found.index + found[0].length));
  return value === undefined ? undefined : { field: text.slice(0, found.index), isEqual: found[0] !== '!=', value };
};

/** The value that the selector asks of a field; undefined where it asks none. A selector that is none gives null. */
export const requiredValue = (selector: string, field: string): string | undefined | null => {
  const terms = splitTerms(selector).map(termOf);
  if (terms.includes(undefined)) return null;
  return terms.find(term => term?.isEqual === true && term.field === field)?.value;
};
