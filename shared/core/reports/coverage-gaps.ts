import type { CoverageEntry, CoverageState, Need } from '#contract/coverage';
import { resourceName } from '#contract/kube';

/** States in which something is missing. `not-served` is none: such a server has no such objects. */
export const gapStates = ['failed', 'denied', 'partial', 'skipped', 'not-given'] as const satisfies readonly CoverageState[];
type GapState = (typeof gapStates)[number];

export const isGap = (entry: CoverageEntry): boolean => gapStates.some(state => state === entry.state);

export const needText = (need: Need): string =>
  `${need.verb} ${resourceName(need.group, need.resource)}${need.namespace === undefined ? '' : ` in ${need.namespace}`}`;

/** Gaps that one sentence can tell: the same state and reason. */
export interface GapGroup {
  readonly state: GapState;
  /** Of the first; the others differ from it in the name of the resource at most. */
  readonly reason: string;
  readonly resources: readonly string[];
  /** [] where the gap is cluster-wide. */
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
}

/** A 403 names its resource, group and namespace: two of them that differ in nothing else are one gap. */
const reasonKey = ({ reason, resource, group, namespace }: CoverageEntry): string =>
  [resource, group, namespace ?? ''].reduce(
    (text, name) => (name === '' ? text : text.replaceAll(`"${name}"`, '""')),
    reason.replace(resourceName(group, resource), ''),
  );

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
};

/** A resource that misses for one reason in many namespaces. */
const ofResource = (
  state: GapState,
  entries: readonly [CoverageEntry, ...CoverageEntry[]],
): GapGroup & { readonly key: string } => ({
  state,
  reason: entries[0].reason,
  resources: entries[0].resource === '' ? [] : [resourceName(entries[0].group, entries[0].resource)],
  namespaces: unique(entries.flatMap(entry => (entry.namespace === null ? [] : [entry.namespace]))),
  files: unique(entries.flatMap(entry => (entry.file === undefined ? [] : [entry.file]))),
  key: reasonKey(entries[0]),
});

/** All gaps, worst state first, like ones as one: none is left out, so that a short list is a true one. */
export const gapGroups = (entries: readonly CoverageEntry[]): readonly GapGroup[] =>
  gapStates.flatMap(state => {
    const ofState = entries.filter(entry => entry.state === state);
    // A file is named by itself, whatever it holds.
    const byResource = grouped(ofState, entry =>
      JSON.stringify(entry.file === undefined ? [reasonKey(entry), entry.group, entry.resource] : [entry.reason]),
    );
    const resources = byResource.map(group => ofResource(state, group));
    return grouped(resources, ({ key, namespaces, files }) => JSON.stringify([key, namespaces, files])).map(group => ({
      state,
      reason: group[0].reason,
      resources: unique(group.flatMap(each => each.resources)),
      namespaces: group[0].namespaces,
      files: group[0].files,
    }));
  });
