import type { Finding } from '#contract/finding';
import type { FilterField } from '#contract/filter-fields';
import type { FindingsFilter, FindingsTerms } from '#contract/findings-query';
import { needText } from './need-text.ts';

/** What the list says of one finding, computed once a snapshot. */
export interface Listed {
  readonly finding: Finding;
  readonly pack: string;
  readonly kind: string;
  readonly namespace: string;
}

export const listed = (finding: Finding, packOf: ReadonlyMap<string, string>): Listed => ({
  finding,
  pack: packOf.get(finding.ruleId) ?? '',
  kind: finding.resource?.kind ?? 'Cluster',
  namespace: namespaceOf(finding),
});

/** Lower-cased text that a word search looks in, one part a line. */
export const searchText = ({ finding, kind, namespace }: Listed): string =>
  [
    finding.message,
    kind,
    namespace === '' ? '' : `${namespace}/${finding.resource?.name ?? ''}`,
    finding.resource?.name ?? '',
    finding.ruleId,
    finding.at?.container ?? '',
    ...finding.frameworks,
    ...finding.needs.map(needText),
  ]
    .join('\n')
    .toLowerCase();

/** A Namespace object counts as its own namespace; what belongs to none is '' (cluster-wide). */
export const namespaceOf = (finding: Finding): string => {
  if (finding.resource === null) return '';
  return finding.resource.kind === 'Namespace' ? finding.resource.name : (finding.resource.namespace ?? '');
};

/** Fields that have a facet: a person does not pick from thousands of names or ids. */
export const facetFields = [
  'severity',
  'status',
  'pack',
  'namespace',
  'kind',
  'framework',
  'rule',
  'fixable',
] as const satisfies readonly FilterField[];
export type FacetField = (typeof facetFields)[number];

/** A row's value in each field. The frameworks of a rule are one value: rows of one rule share them. */
export const valueOf: Readonly<Record<FilterField, (row: Listed) => string>> = {
  severity: row => row.finding.severity,
  status: row => row.finding.status,
  rule: row => row.finding.ruleId,
  pack: row => row.pack,
  framework: row => row.finding.frameworks.join(' '),
  namespace: row => row.namespace,
  kind: row => row.kind,
  name: row => row.finding.resource?.name ?? '',
  fixable: row => (row.finding.fixable ? 'yes' : 'no'),
  id: row => row.finding.id,
};

/** Whether a value of a field is one of those wanted (lower-cased). */
export const fits = (field: FilterField, value: string, wanted: ReadonlySet<string>): boolean => {
  const lower = value.toLowerCase();
  if (field !== 'framework') return wanted.has(lower);
  return lower.split(' ').some(control => [...wanted].some(name => control === name || control.startsWith(`${name}/`)));
};

const asked = (values: readonly string[] | undefined): ReadonlySet<string> | undefined =>
  values === undefined || values.length === 0 ? undefined : new Set(values.map(value => value.toLowerCase()));

/** What a field's value must be, by include and exclude; undefined where the filter says nothing of it. */
export const fieldTest = (filter: FindingsFilter, field: FilterField): ((value: string) => boolean) | undefined => {
  const only = asked(filter[field]);
  const not = asked(filter.not?.[field]);
  if (only === undefined && not === undefined) return undefined;
  return value => (only === undefined || fits(field, value, only)) && (not === undefined || !fits(field, value, not));
};

const words = (terms: FindingsTerms | undefined): readonly string[] => (terms?.text ?? []).map(word => word.toLowerCase());

/** What a row's text must hold and must not; undefined where the filter has no words. */
export const textTest = (filter: FindingsFilter): ((text: string) => boolean) | undefined => {
  const all = words(filter);
  const none = words(filter.not);
  if (all.length + none.length === 0) return undefined;
  return text => all.every(word => text.includes(word)) && !none.some(word => text.includes(word));
};

const filterFieldsOf = Object.keys(valueOf) as FilterField[];

/** The rows under a filter, in their order: for one pass, such as an export. A list that is asked again and again has a table. */
export const matching = (rows: readonly Listed[], filter: FindingsFilter): readonly Listed[] => {
  const tests = filterFieldsOf.flatMap(field => {
    const test = fieldTest(filter, field);
    return test === undefined ? [] : [(row: Listed) => test(valueOf[field](row))];
  });
  const text = textTest(filter);
  return rows.filter(row => tests.every(test => test(row)) && (text === undefined || text(searchText(row))));
};
