import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview, OverviewGap } from '#contract/overview';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { Part } from './Looks.tsx';

const stateWords: Readonly<Record<OverviewGap['state'], string>> = {
  full: 'read',
  partial: 'read in part',
  denied: 'denied',
  'not-served': 'not served',
  failed: 'failed',
  skipped: 'not asked for',
  'not-given': 'not in the files',
};

const where = ({ namespaces, namespace }: OverviewGap): string => {
  if (namespaces === null || namespace === null) return 'cluster-wide';
  return namespaces === 1 ? `in ${namespace}` : `in ${plural(namespaces, 'namespace')}`;
};

const coverageWords = ({ coverage }: SnapshotSummary): string =>
  coverage.percent === null
    ? 'Files say nothing of what a cluster holds, so there is no share.'
    : `${countText(coverage.full)} of ${countText(coverage.cells)} cells that the rules need were read in full (${coverage.percent} %).`;

/** How old it is, how much was read, and what the gaps leave unanswered. */
export const Gaps = ({
  overview,
  snapshot,
}: {
  readonly overview: Overview;
  readonly snapshot: SnapshotSummary;
}): ReactElement => (
  <Part
    id="overview-gaps"
    title="Coverage and age"
    note={
      <>
        read <RelativeTime time={snapshot.meta.capturedUntil} suffix=" ago" />
      </>
    }
  >
    <p>{coverageWords(snapshot)}</p>
    {overview.gaps.length === 0 ? (
      <p className="muted">No gap leaves a check unanswered.</p>
    ) : (
      <ul className="overview-list">
        {overview.gaps.map(gap => (
          <li key={`${gap.resource} ${gap.state}`}>
            <span className="mono">{visible(gap.resource, 200)}</span> {stateWords[gap.state]} {visible(where(gap), 200)}
            <div className="overview-look-sub">
              leaves <span className="is-unknown">{plural(gap.unknown, 'check')} unknown</span>
              {gap.reason === '' ? '' : `. ${visible(gap.reason, 240)}`}
            </div>
          </li>
        ))}
      </ul>
    )}
    <p>
      <Link href={routes.coverage(snapshot.id)}>
        {overview.gapsInAll > overview.gaps.length ? `All ${overview.gapsInAll} gaps` : 'Coverage'}
      </Link>
    </p>
  </Part>
);
