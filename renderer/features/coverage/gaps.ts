import type { CoverageState, Need } from '#contract/coverage';
import type { Output } from '#contract/methods';

export type Entry = Output<'coverage.get'>['entries'][number];

/** Equal gaps of one resource in several namespaces are one line. */
export interface Gap {
  readonly id: string;
  readonly resource: string;
  readonly state: CoverageState;
  readonly namespaces: readonly string[];
  readonly reason: string;
  readonly unknown: number;
  readonly count: number;
  readonly needs: readonly Need[];
  readonly file: string | undefined;
}

export const resourceOf = ({ group, resource }: { readonly group: string; readonly resource: string }): string =>
  group === '' ? resource : `${resource}.${group}`;

export const isGap = (state: CoverageState): boolean => state !== 'full' && state !== 'not-served';

const same = (need: Need): string => `${need.verb} ${need.resource}.${need.group} ${need.namespace ?? ''}`;

/** What leaves checks unanswered first, then by name. */
export const gapsOf = (entries: readonly Entry[]): readonly Gap[] => {
  const gaps = new Map<string, Gap>();
  for (const entry of entries) {
    if (!isGap(entry.state)) continue;
    const resource = resourceOf(entry);
    const id = [resource, entry.state, entry.namespace === null ? 'all' : entry.reason, entry.file ?? ''].join('\u001f');
    const known = gaps.get(id);
    const needs = new Map([...(known?.needs ?? []), ...entry.needs].map(need => [same(need), need]));
    gaps.set(id, {
      id,
      resource,
      state: entry.state,
      namespaces: [...(known?.namespaces ?? []), ...(entry.namespace === null ? [] : [entry.namespace])],
      reason: known?.reason ?? entry.reason,
      unknown: (known?.unknown ?? 0) + entry.unknown,
      count: (known?.count ?? 0) + entry.count,
      needs: [...needs.values()],
      file: entry.file,
    });
  }
  return [...gaps.values()].sort((a, b) => b.unknown - a.unknown || (a.resource < b.resource ? -1 : 1));
};

export const stateWords: Readonly<Record<CoverageState, string>> = {
  full: 'Full',
  partial: 'Partial',
  denied: 'Denied',
  'not-served': 'Not served',
  failed: 'Failed',
  skipped: 'Skipped',
  'not-given': 'Not given',
};

/** "payments and search", "payments, search and 4 more" */
export const namespacesText = (namespaces: readonly string[]): string => {
  if (namespaces.length === 0) return '';
  if (namespaces.length === 1) return namespaces[0] ?? '';
  if (namespaces.length <= 3) return `${namespaces.slice(0, -1).join(', ')} and ${namespaces.at(-1) ?? ''}`;
  return `${namespaces.slice(0, 2).join(', ')} and ${namespaces.length - 2} more`;
};

export const needText = ({ verb, resource, group, namespace }: Need): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
