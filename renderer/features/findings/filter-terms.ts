import type { FilterField } from '#contract/filter-fields';
import { filterOfTerms, type FilterTerm, readFilter, writeTerms } from '#contract/filter-text';
import type { Facet, FindingsFilter } from '#contract/findings-query';

export type FacetField = Facet['field'];

/** What is understood of a text; the rest is told beside the box. */
export const filterOf = (text: string): FindingsFilter => filterOfTerms(readFilter(text).terms);

const sameValue = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Chosen, left out, or not named. */
export type TermState = 'on' | 'out' | 'off';

/** What a text says of each value: read once, for a list of facets asks for hundreds. */
export const statesIn = (text: string): ((field: FilterField, value: string) => TermState) => {
  const { terms } = readFilter(text);
  const named = new Set(terms.map(term => (term.type === 'field' ? term.field : null)));
  return (field, value) => {
    if (!named.has(field)) return 'off';
    const naming = terms.filter(
      term => term.type === 'field' && term.field === field && term.values.some(other => sameValue(other, value)),
    );
    if (naming.some(term => term.not)) return 'out';
    return naming.length > 0 ? 'on' : 'off';
  };
};

export const stateOfTerm = (text: string, field: FilterField, value: string): TermState => statesIn(text)(field, value);

/** All terms but this value of this field; a term that has no value left goes. */
const without = (terms: readonly FilterTerm[], field: FilterField, value: string): readonly FilterTerm[] =>
  terms.flatMap(term => {
    if (term.type !== 'field' || term.field !== field) return [term];
    const values = term.values.filter(other => !sameValue(other, value));
    return values.length === 0 ? [] : [{ ...term, values }];
  });

const added = (terms: readonly FilterTerm[], field: FilterField, value: string, not: boolean): readonly FilterTerm[] => {
  const at = terms.findIndex(term => term.type === 'field' && term.field === field && term.not === not);
  const known = terms[at];
  if (known?.type !== 'field') {
    const text = terms.findIndex(term => term.type === 'text');
    const term: FilterTerm = { type: 'field', not, field, values: [value], from: 0, to: 0 };
    return text < 0 ? [...terms, term] : [...terms.slice(0, text), term, ...terms.slice(text)];
  }
  return terms.map((term, index) => (index === at ? { ...known, values: [...known.values, value] } : term));
};

/** Chooses a value, or lets go of one that is named, chosen or left out; what else stands in the text stays as it is. */
export const toggleTerm = (text: string, field: FilterField, value: string): string => {
  const { terms } = readFilter(text);
  const rest = without(terms, field, value);
  return writeTerms(stateOfTerm(text, field, value) === 'off' ? added(rest, field, value, false) : rest);
};

/** Leaves a value out, or lets go of it. */
export const excludeTerm = (text: string, field: FilterField, value: string): string => {
  const { terms } = readFilter(text);
  const rest = without(terms, field, value);
  return writeTerms(stateOfTerm(text, field, value) === 'out' ? rest : added(rest, field, value, true));
};

export interface NamedTerm {
  readonly field: FilterField;
  readonly value: string;
  readonly not: boolean;
}

/** Each value that a field names, in the order of the text: the chips of a narrow window. */
export const namedTerms = (text: string): readonly NamedTerm[] =>
  readFilter(text).terms.flatMap(term =>
    term.type === 'field' ? term.values.map(value => ({ field: term.field, value, not: term.not })) : [],
  );
