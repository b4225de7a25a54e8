import { FindingStatus, Severity } from './finding.ts';

/** Fields of the filter text, in the order in which they are written. */
export const filterFields = [
  'severity',
  'status',
  'rule',
  'pack',
  'framework',
  'namespace',
  'kind',
  'name',
  'fixable',
  'id',
] as const;
export type FilterField = (typeof filterFields)[number];

/** As the text writes each field. */
export const fieldWords: Readonly<Record<FilterField, string>> = {
  severity: 'severity',
  status: 'status',
  rule: 'rule',
  pack: 'pack',
  framework: 'framework',
  namespace: 'ns',
  kind: 'kind',
  name: 'name',
  fixable: 'fixable',
  id: 'id',
};

const spellings: ReadonlyMap<string, FilterField> = new Map([
  ...filterFields.map(field => [fieldWords[field], field] as const),
  ['namespace', 'namespace'],
]);

/** The field that a word names, in any case; `ns` and `namespace` are the same. */
export const fieldNamed = (word: string): FilterField | undefined => spellings.get(word.toLowerCase());

/** Fields that take one of a few values. */
export const fieldValues: Readonly<Partial<Record<FilterField, readonly string[]>>> = {
  severity: Severity.options,
  status: FindingStatus.options,
  fixable: ['yes', 'no'],
};

/** What belongs to no namespace. No namespace can have this name. */
export const clusterWide = '_cluster';
