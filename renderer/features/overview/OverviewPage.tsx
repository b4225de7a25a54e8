import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview } from '#contract/overview';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { Changed } from './parts/Changed.tsx';
import { Figures } from './parts/Figures.tsx';
import { Gaps } from './parts/Gaps.tsx';
import { Changes, Part, Rights } from './parts/Looks.tsx';

const First = ({ overview, snapshot }: { readonly overview: Overview; readonly snapshot: string }): ReactElement => (
  <Part id="overview-first" title="Look at first" note="by severity, then how many objects one change fixes">
    <Changes looks={overview.first} snapshot={snapshot} />
    <p>
      <Link href={routes.findings(snapshot, 'status:fail')}>
        {overview.changes > overview.first.length ? `All ${countText(overview.changes)} changes` : 'All findings'}
      </Link>
    </p>
  </Part>
);

const Nothing = ({ snapshot }: { readonly snapshot: SnapshotSummary }): ReactElement =>
  snapshot.unknown > 0 || snapshot.meta.partial ? (
    <EmptyState
      title="No finding in what was read"
      action={<Link href={routes.coverage(snapshot.id)}>See what was not read</Link>}
    >
      Not everything was read, so this is no clean bill of health.
    </EmptyState>
  ) : (
    <EmptyState title="No findings" action={<Link href={routes.rules}>See the rules</Link>}>
      {plural(snapshot.passed, 'check')} passed on {plural(snapshot.objects, 'object')}, and none is unknown.
    </EmptyState>
  );

/** Where to begin: what to look at first, what changed, what nobody knows. */
export const OverviewPage = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement => {
  const asked = useCall('overview.get', { snapshot: summary.id });
  usePageState(stateOf(asked));
  useTitle('Overview');
  const overview = asked.data;
  return (
    <div className="page-column">
      <h1 className="sr-only">Overview</h1>
      <SnapshotNotices snapshot={summary} asked={asked} />
      {asked.isError && overview === undefined ? (
        <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
      ) : null}
      {asked.isPending ? <LoadingState label="Reading the snapshot" /> : null}
      {overview === undefined ? null : (
        <div className="overview">
          <Figures snapshot={summary} previous={overview.previous} />
          <div className="overview-columns">
            <div>
              {overview.first.length === 0 ? <Nothing snapshot={summary} /> : <First overview={overview} snapshot={summary.id} />}
            </div>
            <div>
              {overview.previous === null ? (
                <Part id="overview-changed" title="What changed">
                  <p className="muted">
                    No earlier snapshot of this cluster is in the library, so there is nothing to compare with.
                  </p>
                </Part>
              ) : (
                <Changed previous={overview.previous} snapshot={summary.id} />
              )}
              {overview.rights.length === 0 ? null : (
                <Part id="overview-unknown" title="Not known" note={`${countText(summary.unknown)} unknown`}>
                  <Rights looks={overview.rights} snapshot={summary.id} />
                  {overview.rightsInAll > overview.rights.length ? (
                    <p>
                      <Link href={routes.findings(summary.id, 'status:unknown')}>All {countText(summary.unknown)} unknown</Link>
                    </p>
                  ) : null}
                </Part>
              )}
              <Gaps overview={overview} snapshot={summary} />
            </div>
          </div>
        </div>
      )}
      <StatusLine
        facts={[
          `${countText(summary.passed + summary.failed)} checks on ${plural(summary.objects, 'object')}`,
          `${summary.rules} rules, ${summary.rulesVersion}`,
          summary.meta.serverVersion === null ? null : `server ${summary.meta.serverVersion}`,
        ]}
      />
    </div>
  );
};
