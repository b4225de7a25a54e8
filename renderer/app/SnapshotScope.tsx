import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { problemOf, useCall } from './client/query.ts';
import { setCurrent } from './current.ts';
import { usePageState, useTitle } from './page-state.ts';
import { routes } from './routes.ts';

const Waiting = (): ReactElement => {
  usePageState('loading');
  return <LoadingState label="Opening the snapshot" />;
};

const AllSnapshots = ({ primary = false }: { readonly primary?: boolean }): ReactElement => (
  <Link href={routes.snapshots} className={`ui-button ui-button-${primary ? 'primary' : 'plain'}`}>
    All snapshots
  </Link>
);

const Failed = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactElement => {
  usePageState('error');
  return <ErrorState fault={problemOf(error)} onRetry={onRetry} action={<AllSnapshots />} />;
};

/** An address outlives its snapshot: a link of yesterday, or one that was deleted in another window just now. */
const Gone = ({ title }: { readonly title: string | null }): ReactElement => {
  usePageState('error');
  useTitle('No such snapshot');
  return (
    <div className="page-column">
      <h1 className="sr-only">No such snapshot</h1>
      <EmptyState
        title={title === null ? 'This snapshot is not in the library' : `${visible(title, 200)} was deleted`}
        action={<AllSnapshots primary />}
      >
        {title === null
          ? 'It was deleted, or the address belongs to another machine or data folder. A bundle of it can be imported again.'
          : 'It was deleted while it was open here. What was deleted a short while ago can be brought back from the list of snapshots.'}
      </EmptyState>
    </div>
  );
};

/** A page of one snapshot: opens it, and says so in the frame. */
export const SnapshotScope = ({
  snapshot,
  children,
}: {
  readonly snapshot: string;
  readonly children: (summary: SnapshotSummary) => ReactNode;
}): ReactElement => {
  const summary = useCall('snapshots.get', { snapshot });
  const gone = summary.error !== null && problemOf(summary.error).code === 'snapshot-unknown';
  useEffect(() => {
    if (!gone) setCurrent(snapshot);
  }, [snapshot, gone]);
  if (gone) return <Gone title={summary.data?.title ?? null} />;
  if (summary.data !== undefined) return <>{children(summary.data)}</>;
  return summary.isError ? <Failed error={summary.error} onRetry={() => void summary.refetch()} /> : <Waiting />;
};
