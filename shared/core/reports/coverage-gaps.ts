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
  readonly reason: string;
  readonly resources: readonly string[];
  /** [] where the gap is cluster-wide. */
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
}

const keyOf = (entry: CoverageEntry): string =>
  // One resource in many namespaces is one line; many resources that miss for one reason are one line.
  entry.namespace === null
    ? JSON.stringify([entry.state, entry.reason])
    : JSON.stringify([entry.state, entry.reason, entry.group, entry.resource]);

const groupOf = (state: GapState, entries: readonly CoverageEntry[]): GapGroup => ({
  state,
  reason: entries[0]?.reason ?? '',
  resources: [...new Set(entries.filter(entry => entry.resource !== '').map(entry => resourceName(entry.group, entry.resource)))],
  namespaces: [...new Set(entries.flatMap(entry => (entry.namespace === null ? [] : [entry.namespace])))],
  files: entries.flatMap(entry => (entry.file === undefined ? [] : [entry.file])),
});

/** All gaps, worst state first: none is left out, so that a short list is a true one. */
export const gapGroups = (entries: readonly CoverageEntry[]): readonly GapGroup[] =>
  gapStates.flatMap(state => {
    const groups = new Map<string, CoverageEntry[]>();
    for (const entry of entries) {
      if (entry.state !== state) continue;
      const key = keyOf(entry);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [entry]);
      else group.push(entry);
    }
    return [...groups.values()].map(group => groupOf(state, group));
  });
