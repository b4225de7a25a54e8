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

const managed = ',"managedFields":[{';

/**
 * The end of the list and what stands after it: a field of the metadata or of the object, the next object or row of a table.
 * In a string it cannot stand, since after the quote that ends one comes no letter.
 */
const afterManaged = /\}\]\}{0,3},\{?"[a-z]/iy;

/**
 * The JSON of a list with managedFields emptied. Field sets hold no lists, so the first closing bracket ends them, unless it
 * stands in a string: then that list stays. Both ends of a cut are outside of strings, so that one at the wrong place takes
 * more opening brackets than closing ones, and what is left is no JSON.
 */
export const withoutManagedFields = (json: string): string => {
  const kept: string[] = [];
  let from = 0;
  for (let at = json.indexOf(managed); at >= 0; at = json.indexOf(managed, from + 1)) {
    const opening = at + managed.length - 1;
    const end = json.indexOf(']', opening);
    if (end < 0) break;
    afterManaged.lastIndex = end - 1;
    if (!afterManaged.test(json)) {
      kept.push(json.slice(from, end));
      from = end;
      continue;
    }
    kept.push(json.slice(from, opening));
    from = end;
  }
  return from === 0 ? json : kept.join('') + json.slice(from);
};
