import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SelectorTerm } from './scan-filter.ts';

const name = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const value = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const equality = new RegExp(`^(${name})\\s*(=|==|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${name})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${name})$`);

/** At commas that stand outside parentheses. */
const split = (text: string): readonly string[] => text.split(/,(?![^(]*\))/).map(term => term.trim());

const termOf = (text: string): SelectorTerm | undefined => {
  const equal = equality.exec(text);
  if (equal !== null) return { key: equal[1] ?? '', operator: equal[2] === '!=' ? 'NotIn' : 'In', values: [equal[3] ?? ''] };
  const member = membership.exec(text);
  if (member !== null) {
    const values = (member[3] ?? '').split(',').map(each => each.trim());
    return values.every(each => new RegExp(`^${value}$`).test(each))
      ? { key: member[1] ?? '', operator: member[2] === 'in' ? 'In' : 'NotIn', values }
      : undefined;
  }
  const exists = existence.exec(text);
  return exists === null
    ? undefined
    : { key: exists[2] ?? '', operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] };
};

/** kubectl's label selector grammar: `app=api,tier!=db,env in (a, b),!canary`. */
export const parseSelector = (text: string): Result<readonly SelectorTerm[], Problem> => {
  const terms: SelectorTerm[] = [];
  for (const part of text.length > 10_000 ? [''] : split(text)) {
    const term = termOf(part);
    if (term === undefined) {
      return fail(
        problem('filter-invalid', {
          what: `The selector has a term that cannot be read: "${part.slice(0, 100)}".`,
          why: 'A term is key, !key, key=value, key!=value, key in (a, b) or key notin (a, b); terms are joined by commas.',
        }),
      );
    }
    terms.push(term);
  }
  return ok(terms);
};

const holds = (term: SelectorTerm, labels: Readonly<Record<string, unknown>>): boolean => {
  const present = Object.hasOwn(labels, term.key);
  const label = labels[term.key];
  switch (term.operator) {
    case 'In':
      return present && typeof label === 'string' && term.values.includes(label);
    case 'NotIn':
      // As Kubernetes has it: an object without the label matches `!=` and `notin`.
      return !present || typeof label !== 'string' || !term.values.includes(label);
    case 'Exists':
      return present;
    case 'DoesNotExist':
      return !present;
  }
};

export const matchesSelector = (terms: readonly SelectorTerm[], labels: Readonly<Record<string, unknown>>): boolean =>
  terms.every(term => holds(term, labels));
