/** As the API server writes each entry of managedFields. A raw quote cannot stand inside a JSON string, so this is never text. */
const start = ',"fieldsType":"FieldsV1","fieldsV1":{';

/**
 * The JSON of a list with the sets of owned fields emptied. They are up to half of its bytes and its deepest part, and for
 * most kinds nobody asks which field a manager owns: parsing them would cost more than all that is kept. A text that is not
 * what it seems is given back as it is, so that whoever parses it judges it.
 */
export const withoutFieldSets = (json: string): string => {
  let kept = '';
  let from = 0;
  for (let at = json.indexOf(start); at >= 0; at = json.indexOf(start, from)) {
    const opening = at + start.length;
    const end = closing(json, opening);
    if (end < 0) return json;
    kept += json.slice(from, opening);
    from = end;
  }
  return from === 0 ? json : kept + json.slice(from);
};

const quote = 34;
const backslash = 92;
const opened = 123;
const closed = 125;

/** Index of the brace that closes an object whose content starts at `from`; -1 where none does. */
const closing = (json: string, from: number): number => {
  let depth = 1;
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfString(json, at + 1);
    else if (code === opened) depth += 1;
    else if (code === closed && (depth -= 1) === 0) return at;
  }
  return -1;
};

const endOfString = (json: string, from: number): number => {
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return json.length;
};
