import type { Finding } from '#contract/finding';
import type { FindingsFilter } from '#contract/findings-query';

/** What the list says of one finding, computed once a snapshot. */
export interface Listed {
  readonly finding: Finding;
  readonly pack: string;
  readonly kind: string;
  readonly namespace: string;
  /** Lower-cased text that a word search looks in. */
  readonly text: string;
}

export const listed = (finding: Finding, packOf: ReadonlyMap<string, string>): Listed => {
  const namespace = namespaceOf(finding);
  const kind = finding.resource?.kind ?? 'Cluster';
  return {
    finding,
    pack: packOf.get(finding.ruleId) ?? '',
    kind,
    namespace,
    text: [finding.message, kind, namespace, finding.resource?.name ?? '', finding.ruleId, finding.at?.container ?? '']
      .join(' ')
      .toLowerCase(),
  };
};

/** A Namespace object counts as its own namespace; what belongs to none is '' (cluster-wide). */
export const namespaceOf = (finding: Finding): string => {
  if (finding.resource === null) return '';
  return finding.resource.kind === 'Namespace' ? finding.resource.name : (finding.resource.namespace ?? '');
};

export type FacetField = 'severity' | 'status' | 'pack' | 'namespace' | 'kind' | 'framework' | 'rule' | 'fixable';

type Test = (row: Listed) => boolean;

const among = (allowed: readonly string[] | undefined, of: (row: Listed) => string): Test | undefined => {
  if (allowed === undefined || allowed.length === 0) return undefined;
  const set = new Set(allowed);
  return row => set.has(of(row));
};

const words = (text: string | undefined): Test | undefined => {
  const parts = (text ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter(part => part !== '');
  return parts.length === 0 ? undefined : row => parts.every(part => row.text.includes(part));
};

/** One test a field, so that a facet can be counted under all the others. */
const testsOf = (filter: FindingsFilter): ReadonlyMap<FacetField | 'text', Test> => {
  const { fixable, framework } = filter;
  const all: readonly (readonly [FacetField | 'text', Test | undefined])[] = [
    ['severity', among(filter.severity, row => row.finding.severity)],
    ['status', among(filter.status, row => row.finding.status)],
    ['pack', among(filter.pack, row => row.pack)],
    ['namespace', among(filter.namespace, row => row.namespace)],
    ['kind', among(filter.kind, row => row.kind)],
    ['rule', among(filter.rule, row => row.finding.ruleId)],
    [
      'framework',
      framework === undefined || framework.length === 0
        ? undefined
        : row => row.finding.frameworks.some(name => framework.some(wanted => name === wanted || name.startsWith(`${wanted}/`))),
    ],
    ['fixable', fixable === undefined ? undefined : row => row.finding.fixable === fixable],
    ['text', words(filter.text)],
  ];
  return new Map(all.filter((entry): entry is readonly [FacetField | 'text', Test] => entry[1] !== undefined));
};

export const matching = (rows: readonly Listed[], filter: FindingsFilter, except?: FacetField): readonly Listed[] => {
  const tests = [...testsOf(filter)].filter(([field]) => field !== except).map(([, test]) => test);
  return tests.length === 0 ? rows : rows.filter(row => tests.every(test => test(row)));
};
