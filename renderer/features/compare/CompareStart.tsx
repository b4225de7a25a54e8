import { type ReactElement, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { PairBar } from './parts/PairBar.tsx';
import { defaultPair } from './previous.ts';

/** Where nobody said which two: the open snapshot with the one before it, else a choice. */
export const CompareStart = (): ReactElement => {
  const [, navigate] = useLocation();
  const open = useCurrent(state => state.snapshot);
  const library = useCall('snapshots.list', {});
  const all = library.data?.snapshots ?? [];
  const pair = defaultPair(all, open);
  const to = pair === undefined ? null : routes.compare(pair.before.id, pair.after.id);
  usePageState(to === null ? stateOf(library) : 'loading');
  useTitle('Compare');
  useEffect(() => {
    if (to !== null) navigate(to, { replace: true });
  }, [navigate, to]);
  const [first] = all;
  return (
    <div className="page-column">
      <div className="page-bar compare-bar">
        <h1>Compare</h1>
        {all.length < 2 || pair !== undefined ? null : (
          <PairBar
            snapshots={all}
            before={null}
            after={open ?? first?.id ?? null}
            onChange={(before, after) => {
              if (before !== null && after !== null) navigate(routes.compare(before, after));
            }}
          />
        )}
      </div>
      {library.isPending || pair !== undefined ? <LoadingState label="Reading the library" /> : null}
      {library.isError && library.data === undefined ? (
        <ErrorState fault={problemOf(library.error)} onRetry={() => void library.refetch()} />
      ) : null}
      {library.data !== undefined && pair === undefined ? (
        all.length < 2 ? (
          <EmptyState
            title="There are no two snapshots to compare"
            action={
              <Link href={routes.clusters} className="ui-button ui-button-primary">
                Capture a cluster
              </Link>
            }
          >
            Capture a cluster twice, or import a bundle of an earlier day.
          </EmptyState>
        ) : (
          <EmptyState title="No two snapshots of one cluster" action={<Link href={routes.snapshots}>All snapshots</Link>}>
            Choose the two to compare above; here are {plural(all.length, 'snapshot')}, each of another cluster.
          </EmptyState>
        )
      ) : null}
      <StatusLine facts={[plural(all.length, 'snapshot')]} />
    </div>
  );
};
