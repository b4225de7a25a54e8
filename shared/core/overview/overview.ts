import type { Coverage } from '#contract/coverage';
import type { Overview, OverviewGap, OverviewPrevious } from '#contract/overview';
import type { SnapshotSummary } from '#contract/snapshot';
import type { GapOf } from '#core/coverage/gap-weight';
import { resourceName } from '#contract/kube';
import type { Listed } from '#core/findings/filter';
import { olderOf } from '#core/findings/notes';
import { firstChanges, firstRights } from './first-looks.ts';

export interface OverviewInput {
  readonly summary: SnapshotSummary;
  readonly all: readonly SnapshotSummary[];
  readonly rows: readonly Listed[];
  readonly coverage: Coverage;
  /** Unknown findings that a gap explains. */
  readonly unknownsOf: GapOf;
}

const mostChanges = 8;
const mostRights = 5;
const mostGaps = 6;

const previousOf = (summary: SnapshotSummary, all: readonly SnapshotSummary[]): OverviewPrevious | null => {
  const last = olderOf(summary, all).at(-1);
  return last === undefined
    ? null
    : { id: last.id, title: last.title, capturedUntil: last.meta.capturedUntil, findings: last.findings, unknown: last.unknown };
};

/** Gaps that leave a check unanswered, one a resource: a resource that is denied in fifty namespaces is one line. */
const gapsOf = ({ coverage, unknownsOf }: OverviewInput): readonly OverviewGap[] => {
  const byResource = new Map<string, OverviewGap>();
  for (const entry of coverage.entries) {
    const unknown = unknownsOf(entry);
    if (unknown === 0) continue;
    const resource = resourceName(entry.group, entry.resource);
    const key = `${resource} ${entry.state}`;
    const known = byResource.get(key);
    if (known === undefined) {
      byResource.set(key, {
        resource,
        state: entry.state,
        namespaces: entry.namespace === null ? null : 1,
        namespace: entry.namespace,
        reason: entry.reason.slice(0, 500),
        unknown,
        needs: [...entry.needs],
      });
    } else {
      byResource.set(key, {
        ...known,
        namespaces: known.namespaces === null || entry.namespace === null ? null : known.namespaces + 1,
        unknown: Math.max(known.unknown, unknown),
      });
    }
  }
  return [...byResource.values()].toSorted((a, b) => b.unknown - a.unknown || (a.resource < b.resource ? -1 : 1));
};

/** Where to begin with a snapshot: what to look at first, what nobody knows, and the snapshot to compare it with. */
export const overviewOf = (input: OverviewInput): Overview => {
  const changes = firstChanges(input.rows, mostChanges);
  const rights = firstRights(input.rows, mostRights);
  const gaps = gapsOf(input);
  return {
    previous: previousOf(input.summary, input.all),
    first: [...changes.looks],
    changes: changes.inAll,
    rights: [...rights.looks],
    rightsInAll: rights.inAll,
    gaps: gaps.slice(0, mostGaps),
    gapsInAll: gaps.length,
  };
};
