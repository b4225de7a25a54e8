import { severities } from '#contract/finding';
import type { Facet, FindingsFilter } from '#contract/findings-query';
import { type FacetField, facetFields } from './filter.ts';
import type { Answer } from './query.ts';
import type { FindingTable } from './table.ts';

const fixedOrder: Partial<Record<FacetField, readonly string[]>> = {
  severity: severities,
  status: ['fail', 'unknown'],
  fixable: ['yes', 'no'],
};
const most = 200;

/** `pss` of `pss/baseline`; a rule that stands in no framework has none. */
const frameworksIn = (controls: string): readonly string[] =>
  controls === '' ? [] : [...new Set(controls.split(' ').map(control => control.split('/')[0] ?? control))];

const countsOf = (table: FindingTable, counts: Int32Array, field: FacetField): ReadonlyMap<string, number> => {
  const byValue = new Map<string, number>();
  for (const [at, value] of table.column(field).values.entries())
    for (const shown of field === 'framework' ? frameworksIn(value) : [value])
      byValue.set(shown, (byValue.get(shown) ?? 0) + (counts[at] ?? 0));
  return byValue;
};

/** What is chosen stays in sight, even where nothing is left of it. */
const chosenIn = (filter: FindingsFilter, field: FacetField): readonly string[] => [
  ...(filter[field] ?? []),
  ...(filter.not?.[field] ?? []),
];

/** Each value's count is what the list would hold with this value alone chosen in its field, the other fields as they are. */
export const facetsOf = (table: FindingTable, answer: Answer, filter: FindingsFilter): Facet[] =>
  facetFields.map(field => {
    const counts = countsOf(table, answer.counts[field], field);
    const order = fixedOrder[field];
    const chosen = new Set(chosenIn(filter, field));
    const countOf = (value: string): number => counts.get(value) ?? 0;
    const values =
      order === undefined
        ? [...new Set([...counts.keys(), ...chosen])]
            .filter(value => countOf(value) > 0 || chosen.has(value))
            .sort((a, b) => countOf(b) - countOf(a) || (a < b ? -1 : 1))
        : [...order];
    return { field, of: counts.size, values: values.slice(0, most).map(value => ({ value, count: countOf(value) })) };
  });
