import { Severity } from '#contract/finding';
import type { FindingsFilter } from '#contract/findings-query';

/** Fields of the filter text, by the word that names them. `ns` and `namespace` are the same. */
const fields = {
  severity: 'severity',
  status: 'status',
  pack: 'pack',
  ns: 'namespace',
  namespace: 'namespace',
  kind: 'kind',
  rule: 'rule',
  framework: 'framework',
  fixable: 'fixable',
} as const;

export type FilterField = (typeof fields)[keyof typeof fields];

const words: Readonly<Record<FilterField, string>> = {
  severity: 'severity',
  status: 'status',
  pack: 'pack',
  namespace: 'ns',
  kind: 'kind',
  rule: 'rule',
  framework: 'framework',
  fixable: 'fixable',
};

/** What belongs to no namespace. No namespace can have this name. */
export const clusterWide = '_cluster';

const statuses = ['fail', 'unknown', 'suppressed'] as const;

export interface FilterTerms {
  readonly values: ReadonlyMap<FilterField, readonly string[]>;
  /** Words that are no `field:value`. */
  readonly text: string;
}

const isField = (name: string): name is keyof typeof fields => Object.hasOwn(fields, name);

/** `severity:critical,high ns:shop text`: values of a field are alternatives, fields are joined by AND. */
export const parseFilter = (text: string): FilterTerms => {
  const values = new Map<FilterField, string[]>();
  const rest: string[] = [];
  for (const word of text.split(/\s+/u)) {
    const colon = word.indexOf(':');
    const name = word.slice(0, Math.max(0, colon)).toLowerCase();
    const listed = colon < 0 ? '' : word.slice(colon + 1);
    if (!isField(name) || listed === '') {
      if (word !== '') rest.push(word);
      continue;
    }
    const field = fields[name];
    const known = values.get(field) ?? [];
    for (const value of listed.split(',')) if (value !== '' && !known.includes(value)) known.push(value);
    values.set(field, known);
  }
  return { values, text: rest.join(' ') };
};

export const writeFilter = ({ values, text }: FilterTerms): string =>
  [...[...values].filter(([, list]) => list.length > 0).map(([field, list]) => `${words[field]}:${list.join(',')}`), text]
    .filter(Boolean)
    .join(' ');

export const toggleTerm = (text: string, field: FilterField, value: string): string => {
  const terms = parseFilter(text);
  const list = terms.values.get(field) ?? [];
  const next =
    field === 'fixable'
      ? list.includes(value)
        ? []
        : [value]
      : list.includes(value)
        ? list.filter(other => other !== value)
        : [...list, value];
  return writeFilter({ ...terms, values: new Map([...terms.values, [field, next]]) });
};

export const hasTerm = (text: string, field: FilterField, value: string): boolean =>
  parseFilter(text).values.get(field)?.includes(value) ?? false;

const given = <T>(list: readonly T[] | undefined): T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : [...list];

const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** The same as the contract's filter. A value that is no severity or status narrows to nothing that exists, so it is left out and told by `unusable`. */
export const filterOf = (text: string): FindingsFilter => {
  const { values, text: rest } = parseFilter(text);
  const fixable = values.get('fixable')?.[0];
  return defined({
    severity: given(
      values.get('severity')?.filter((value): value is Severity => Severity.options.some(known => known === value)),
    ),
    status: given(values.get('status')?.flatMap(value => statuses.filter(known => known === value))),
    pack: given(values.get('pack')),
    namespace: given(values.get('namespace')?.map(value => (value === clusterWide ? '' : value))),
    kind: given(values.get('kind')),
    rule: given(values.get('rule')),
    framework: given(values.get('framework')),
    fixable: fixable === undefined ? undefined : fixable === 'yes',
    text: rest === '' ? undefined : rest.slice(0, 500),
  });
};

/** Values that no finding can have, to tell them beside the box. */
export const unusable = (text: string): readonly string[] => {
  const { values } = parseFilter(text);
  const bad = (field: FilterField, known: readonly string[]): string[] =>
    (values.get(field) ?? []).filter(value => !known.includes(value)).map(value => `${field}:${value}`);
  return [...bad('severity', Severity.options), ...bad('status', statuses), ...bad('fixable', ['yes', 'no'])];
};
