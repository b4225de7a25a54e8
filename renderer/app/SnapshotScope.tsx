import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { problemOf, useCall } from './client/query.ts';
import { setCurrent } from './current.ts';
import { usePageState } from './page-state.ts';
import { routes } from './routes.ts';

const Waiting = (): ReactElement => {
  usePageState('loading');
  return <LoadingState label="Opening the snapshot" />;
};

const Failed = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactElement => {
  usePageState('error');
  return (
    <ErrorState
      fault={problemOf(error)}
      onRetry={onRetry}
      action={
        <Link href={routes.snapshots} className="ui-button ui-button-plain">
          All snapshots
        </Link>
      }
    />
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
  useEffect(() => setCurrent(snapshot), [snapshot]);
  if (summary.data !== undefined) return <>{children(summary.data)}</>;
  return summary.isError ? <Failed error={summary.error} onRetry={() => void summary.refetch()} /> : <Waiting />;
};
