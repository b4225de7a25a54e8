import { severities } from '#contract/finding';
import type { Facet, FindingsFilter } from '#contract/findings-query';
import { type FacetField, type Listed, matching } from './filter.ts';

const valuesOf: Readonly<Record<FacetField, (row: Listed) => readonly string[]>> = {
  severity: row => [row.finding.severity],
  status: row => [row.finding.status],
  pack: row => [row.pack],
  namespace: row => [row.namespace],
  kind: row => [row.kind],
  framework: row => row.finding.frameworks.map(name => name.split('/')[0] ?? name),
  rule: row => [row.finding.ruleId],
  fixable: row => [String(row.finding.fixable)],
};

const fields = Object.keys(valuesOf) as FacetField[];
const fixedOrder: Partial<Record<FacetField, readonly string[]>> = {
  severity: severities,
  status: ['fail', 'unknown'],
  fixable: ['true', 'false'],
};
const most = 200;

const count = (rows: readonly Listed[], field: FacetField): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of new Set(valuesOf[field](row))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** Each value's count is what the list would hold with this value alone chosen in its field, the other fields as they are. */
export const facetsOf = (rows: readonly Listed[], filter: FindingsFilter): Facet[] =>
  fields.map(field => {
    const counts = count(matching(rows, filter, field), field);
    const order = fixedOrder[field];
    const values =
      order === undefined
        ? [...counts.keys()].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1))
        : [...order];
    return { field, values: values.slice(0, most).map(value => ({ value, count: counts.get(value) ?? 0 })) };
  });
