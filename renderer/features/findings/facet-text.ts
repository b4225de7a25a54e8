import { clusterWide, type FilterField } from '#contract/filter-fields';
import type { Facet } from '#contract/findings-query';
import { visible } from '#renderer/ui/visible.ts';
import type { FacetField } from './filter-terms.ts';

export const facetTitles: Readonly<Record<FacetField, string>> = {
  severity: 'Severity',
  status: 'Status',
  pack: 'Pack',
  namespace: 'Namespace',
  kind: 'Kind',
  framework: 'Framework',
  rule: 'Rule',
  fixable: 'Fixable',
};

/** As in the sketches: what everybody uses first, what few use folded. */
export const facetOrder = [
  'severity',
  'status',
  'pack',
  'namespace',
  'fixable',
  'kind',
  'framework',
  'rule',
] as const satisfies readonly FacetField[];

export const foldedFacets: ReadonlySet<FacetField> = new Set(['kind', 'framework', 'rule']);

/** The value as the filter text writes it. */
export const termOf = (field: FilterField, value: string): string =>
  field === 'namespace' && value === '' ? clusterWide : value;

const names: Readonly<Record<string, string>> = {
  'severity:critical': 'Critical',
  'severity:high': 'High',
  'severity:medium': 'Medium',
  'severity:low': 'Low',
  'status:fail': 'Fail',
  'status:unknown': 'Unknown',
  'status:suppressed': 'Suppressed',
  'fixable:yes': 'patch ready',
  'fixable:no': 'by hand',
  [`namespace:${clusterWide}`]: 'cluster-wide',
};

export const termLabel = (field: FilterField, term: string): string => names[`${field}:${term}`] ?? visible(term, 120);

export const facetOf = (facets: readonly Facet[], field: FacetField): Facet['values'] =>
  facets.find(facet => facet.field === field)?.values ?? [];
