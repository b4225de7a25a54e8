import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { ResourceName } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { cellsByResource } from './completeness.ts';

/** Resources that a rule looks at: its subjects and what it reads beside them. */
export const resourcesOf = (rule: AnyRule): readonly ResourceName[] => [...rule.appliesTo.resources, ...rule.needs];

export interface ShareInput {
  readonly coverage: Coverage;
  readonly rules: readonly AnyRule[];
  readonly isNamespaced: (resource: ResourceName) => boolean;
  /** Whether a namespace is evaluated at all. */
  readonly includes: (namespace: string) => boolean;
}

/**
 * The share of cells needed by the rules that are full: one cell for a cluster-scoped resource, one for each namespace of a
 * namespaced one; namespaces unknown: one cell, not full. What the server does not serve is no cell.
 */
export const coverageShare = ({ coverage, rules, isNamespaced, includes }: ShareInput): Evaluation['coverage'] => {
  const byResource = cellsByResource(coverage.entries);
  const namespaces = coverage.namespaces?.filter(includes) ?? null;
  let cells = 0;
  let full = 0;
  for (const resource of new Set(rules.flatMap(resourcesOf))) {
    const known = byResource.get(resource);
    const places: readonly (string | null)[] = isNamespaced(resource) && namespaces !== null ? namespaces : [null];
    for (const place of places) {
      const entry = (place === null ? undefined : known?.byNamespace.get(place)) ?? known?.all;
      if (entry?.state === 'not-served') continue;
      cells += 1;
      if (entry?.state === 'full' && !(isNamespaced(resource) && namespaces === null)) full += 1;
    }
  }
  // Rounded down: 100 is said only of what is whole.
  return { percent: cells === 0 ? null : Math.floor((full / cells) * 1000) / 10, cells, full };
};
