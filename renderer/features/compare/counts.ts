import type { Output } from '#contract/methods';
import { useCall } from '#renderer/app/client/query.ts';
import type { Section } from './compare-state.ts';

type Counted = Pick<Output<'compare.objects'>, 'counts' | 'namespaces'>;

/** Counts of all sections under the text, without what the list is narrowed to by the column itself. */
export interface SectionCounts {
  readonly changes: Readonly<Record<Section, Readonly<Record<string, number>>>>;
  readonly namespaces: readonly { readonly namespace: string; readonly count: number }[];
}

const sum = (pages: readonly (Counted | undefined)[]): SectionCounts['namespaces'] => {
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const { namespace, count } of page?.namespaces ?? []) counts.set(namespace, (counts.get(namespace) ?? 0) + count);
  return [...counts]
    .map(([namespace, count]) => ({ namespace, count }))
    .sort((a, b) => b.count - a.count || (a.namespace < b.namespace ? -1 : 1));
};

/** One row each is asked for: it is the counts that matter. */
export const useCounts = (before: string, after: string, q: string, leftOut: boolean, enabled: boolean): SectionCounts => {
  const window = { before, after, filter: q, limit: 1 };
  const options = { enabled, keep: true };
  const access = useCall('compare.objects', { ...window, section: 'access' }, options).data;
  const findings = useCall('compare.findings', window, options).data;
  const objects = useCall('compare.objects', { ...window, section: 'objects' }, options).data;
  const left = useCall('compare.objects', { ...window, section: 'left-out' }, options).data;
  return {
    changes: {
      access: access?.counts ?? {},
      findings: findings?.counts ?? {},
      objects: objects?.counts ?? {},
      'left-out': left?.counts ?? {},
    },
    namespaces: sum(leftOut ? [access, findings, objects, left] : [access, findings, objects]),
  };
};
