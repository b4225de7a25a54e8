import type { CoverageState, Need } from '#contract/coverage';
import type { Output } from '#contract/methods';

export type Entry = Output<'coverage.get'>['entries'][number];

/** Equal gaps of one resource in several namespaces are one line. */
export interface Gap {
  readonly id: string;
  readonly resource: string;
  /** More resources with the same quiet gap, which then are one line. */
  readonly others: readonly string[];
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

/** What no check needed, for one and the same reason everywhere, is one line and not seventy. */
const foldQuiet = (gaps: readonly Gap[]): readonly Gap[] => {
  const quiet = new Map<string, Gap>();
  const out: Gap[] = [];
  for (const gap of gaps) {
    const key =
      gap.unknown > 0 || gap.needs.length > 0 || gap.namespaces.length > 0 || gap.file !== undefined
        ? null
        : `${gap.state} ${gap.reason}`;
    const first = key === null ? undefined : quiet.get(key);
    if (key === null) out.push(gap);
    else if (first === undefined) quiet.set(key, gap);
    else quiet.set(key, { ...first, others: [...first.others, gap.resource], count: first.count + gap.count });
  }
  return [...out, ...quiet.values()];
};

/** "events", "events and 60 more resources" */
export const resourcesText = ({ resource, others }: Gap): string =>
  others.length === 0 ? resource : `${resource} and ${others.length} more`;

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
      others: [],
      state: entry.state,
      namespaces: [...(known?.namespaces ?? []), ...(entry.namespace === null ? [] : [entry.namespace])],
      reason: known?.reason ?? entry.reason,
      unknown: (known?.unknown ?? 0) + entry.unknown,
      count: (known?.count ?? 0) + entry.count,
      needs: [...needs.values()],
      file: entry.file,
    });
  }
  return foldQuiet([...gaps.values()].sort((a, b) => b.unknown - a.unknown || (a.resource < b.resource ? -1 : 1)));
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

/** "list secrets in 2 namespaces" */
const needsText = (needs: readonly Need[]): string => {
  const [first] = needs;
  if (first === undefined) return '';
  if (needs.length === 1) return needText(first);
  const alike = needs.every(
    ({ verb, resource, group }) => verb === first.verb && resource === first.resource && group === first.group,
  );
  return alike
    ? `${needText({ ...first, namespace: undefined })} in ${String(needs.length)} namespaces`
    : `${needText(first)} and ${String(needs.length - 1)} more`;
};

/** What would close a gap, in a few words; the right where one is missing. */
export const closesText = ({ state, needs, reason, file }: Gap): string => {
  if (needs.length > 0) return needsText(needs);
  if (file !== undefined) return 'correct the file';
  if (state === 'failed') return reason.startsWith('Discovery') ? 'repair the API group' : 'repair what the server says';
  if (state === 'skipped') {
    if (reason.includes('budget')) return 'allow more requests';
    if (reason.includes('options of this capture') || reason.includes('switched off')) return 'include it in the next capture';
    return reason.includes('dangerous') ? 'no right that is advised' : 'nothing: it is never asked for';
  }
  if (state === 'partial') return /cap of/u.test(reason) ? 'name fewer namespaces' : 'read it again';
  return state === 'not-given' ? 'a cluster, or more files' : '';
};

/** The gap that a cell of the matrix belongs to. */
export const gapAt = (gaps: readonly Gap[], resource: string, namespace: string | null): Gap | undefined =>
  gaps.find(
    gap =>
      (gap.resource === resource || gap.others.includes(resource)) &&
      (namespace === null ? gap.namespaces.length === 0 : gap.namespaces.includes(namespace)),
  );
