import { clusterWide, fieldNamed, fieldValues, fieldWords, type FilterField, filterFields } from './filter-fields.ts';
import type { FindingsFilter, FindingsTerms } from './findings-query.ts';
import { problem, type Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * The filter as people write it, the same in page, address, command line and export:
 *
 *     severity:critical,high ns:shop -kind:Pod "two words" text
 *
 * A comma is OR, as is the same field again; fields and words are joined by AND; `-` in front leaves out. What holds a space,
 * comma, colon or leading `-` stands in double quotes, in which `\` takes the next sign as it is.
 */
export type FilterTerm =
  | {
      readonly type: 'field';
      readonly not: boolean;
      readonly field: FilterField;
      readonly values: readonly string[];
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'text'; readonly not: boolean; readonly value: string; readonly from: number; readonly to: number };

/** What is wrong with a filter text, and where: UTF-16 units from its start. */
export interface FilterError {
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

export interface ReadFilter {
  readonly terms: readonly FilterTerm[];
  readonly errors: readonly FilterError[];
}

/** Longest text that is read. */
export const filterTextLimit = 100_000;

interface Word {
  readonly value: string;
  readonly to: number;
  readonly error?: string;
}

const isSpace = (sign: string | undefined): boolean => sign === undefined || /\s/u.test(sign);

const quotedWord = (text: string, from: number): Word => {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') return { value, to: at + 1 };
    if (sign === '\\' && at + 1 < text.length) at += 1;
    value += text[at];
  }
  return { value, to: text.length, error: 'The quotation mark is not closed.' };
};

const bareWord = (text: string, from: number, stopAtComma: boolean): Word => {
  const ends = (sign: string | undefined): boolean => isSpace(sign) || (stopAtComma && sign === ',');
  let to = from;
  while (!ends(text[to])) to += 1;
  return { value: text.slice(from, to), to };
};

const wordAt = (text: string, from: number, stopAtComma: boolean): Word =>
  text[from] === '"' ? quotedWord(text, from) : bareWord(text, from, stopAtComma);

const allowedFields = filterFields.map(field => `${fieldWords[field]}:`).join(' ');

const wrongValue = (field: FilterField, value: string): string | undefined => {
  const allowed = fieldValues[field];
  return allowed === undefined || allowed.includes(value)
    ? undefined
    : `${fieldWords[field]}: takes ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1) ?? ''}, not “${value.slice(0, 60)}”.`;
};

/** Values of one field, from behind its colon. */
const readValues = (text: string, start: number, field: FilterField, errors: FilterError[]): { values: string[]; to: number } => {
  const values: string[] = [];
  let at = start;
  for (;;) {
    const word = wordAt(text, at, true);
    const value = fieldValues[field] === undefined ? word.value : word.value.toLowerCase();
    const wrong = word.error ?? (value === '' ? `${fieldWords[field]}: has no value here.` : wrongValue(field, value));
    if (wrong !== undefined) errors.push({ from: at, to: word.to, what: wrong });
    if (value !== '' && !values.includes(value)) values.push(value);
    at = word.to;
    if (text[at] === ',') at += 1;
    else if (isSpace(text[at])) return { values, to: at };
    else errors.push({ from: at, to: at + 1, what: 'After the closing quotation mark comes a space or a comma.' });
  }
};

const fieldStart = /^([a-z]+):/iu;

const readTerm = (text: string, from: number, terms: FilterTerm[], errors: FilterError[]): number => {
  const not = text[from] === '-' && !isSpace(text[from + 1]);
  const at = not ? from + 1 : from;
  const name = fieldStart.exec(text.slice(at, at + 40))?.[1];
  const field = name === undefined ? undefined : fieldNamed(name);
  if (name !== undefined && field !== undefined) {
    const { values, to } = readValues(text, at + name.length + 1, field, errors);
    terms.push({ type: 'field', not, field, values, from, to });
    return to;
  }
  const word = wordAt(text, at, false);
  if (name !== undefined)
    errors.push({
      from: at,
      to: word.to,
      what: `There is no field “${name}”. Fields are ${allowedFields}; to look for the text, put it in quotation marks.`,
    });
  if (word.error !== undefined) errors.push({ from: at, to: word.to, what: word.error });
  if (word.value !== '') terms.push({ type: 'text', not, value: word.value, from, to: word.to });
  return word.to;
};

/** Reads a text to its end, whatever is wrong with it: what can be understood narrows, the rest is told. */
export const readFilter = (text: string): ReadFilter => {
  const terms: FilterTerm[] = [];
  const errors: FilterError[] = [];
  if (text.length > filterTextLimit)
    errors.push({ from: filterTextLimit, to: text.length, what: `A filter has at most ${filterTextLimit} characters.` });
  const whole = text.slice(0, filterTextLimit);
  for (let at = 0; at < whole.length;) at = isSpace(whole[at]) ? at + 1 : readTerm(whole, at, terms, errors);
  return { terms, errors };
};

const escaped = (value: string): string => `"${value.replaceAll(/["\\]/gu, sign => `\\${sign}`)}"`;

const writtenValue = (value: string): string => (value === '' || /[\s,"]/u.test(value) ? escaped(value) : value);

const writtenText = (value: string): string => (value === '' || /[\s:"]|^-/u.test(value) ? escaped(value) : value);

const writeTerm = (term: FilterTerm): string => {
  const not = term.not ? '-' : '';
  return term.type === 'text'
    ? `${not}${writtenText(term.value)}`
    : `${not}${fieldWords[term.field]}:${term.values.map(writtenValue).join(',')}`;
};

/** In the order in which they stand. */
export const writeTerms = (terms: readonly FilterTerm[]): string => terms.map(writeTerm).join(' ');

/** As the filter keeps a value: a namespace that is none is ''. */
const keptValue = (field: FilterField, value: string): string => (field === 'namespace' && value === clusterWide ? '' : value);

const isKnown = (field: FilterField, value: string): boolean => fieldValues[field]?.includes(value) ?? true;

const gather = (terms: readonly FilterTerm[], not: boolean): FindingsTerms => {
  const gathered: Partial<Record<FilterField | 'text', string[]>> = {};
  const add = (field: FilterField | 'text', value: string): void => {
    const list = (gathered[field] ??= []);
    if (!list.includes(value)) list.push(value);
  };
  for (const term of terms.filter(each => each.not === not)) {
    if (term.type === 'text') add('text', term.value);
    else for (const value of term.values) if (isKnown(term.field, value)) add(term.field, keptValue(term.field, value));
  }
  // Values of closed fields were looked at one by one.
  return gathered as FindingsTerms;
};

/** What terms mean; values that their field cannot have narrow nothing. */
export const filterOfTerms = (terms: readonly FilterTerm[]): FindingsFilter => {
  const not = gather(terms, true);
  return { ...gather(terms, false), ...(Object.keys(not).length === 0 ? {} : { not }) };
};

const termsOf = (given: FindingsTerms, not: boolean): readonly FilterTerm[] => {
  const place = { not, from: 0, to: 0 } as const;
  return [
    ...filterFields.flatMap(field => {
      const values = given[field];
      return values === undefined || values.length === 0
        ? []
        : [
            {
              type: 'field' as const,
              field,
              values: values.map(value => (field === 'namespace' && value === '' ? clusterWide : value)),
              ...place,
            },
          ];
    }),
    ...(given.text ?? []).map(value => ({ type: 'text' as const, value, ...place })),
  ];
};

/** The one text of a filter: two filters that mean the same field by field are written alike. */
export const formatFilter = (filter: FindingsFilter): string =>
  writeTerms([...termsOf(filter, false), ...termsOf(filter.not ?? {}, true)]);

export const errorText = ({ from, what }: FilterError): string => `At character ${from + 1}: ${what}`;

const todo = 'Write field:value, joined by spaces; a comma is OR, a - in front leaves out, quotation marks keep words together.';

export const filterProblem = (errors: readonly FilterError[]): Problem | undefined => {
  const [first] = errors;
  return first === undefined
    ? undefined
    : problem('filter-invalid', { what: 'The filter cannot be read.', why: errorText(first), todo });
};

/** For who must not go on with half of it: the command line and export. */
export const parseFilter = (text: string): Result<FindingsFilter, Problem> => {
  const { terms, errors } = readFilter(text);
  const wrong = filterProblem(errors);
  return wrong === undefined ? ok(filterOfTerms(terms)) : fail(wrong);
};
