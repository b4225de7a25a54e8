import type { ReactElement } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf } from '#renderer/app/client/query.ts';
import { ErrorState } from '#renderer/ui/States.tsx';
import { useDryRun } from './use-dry-run.ts';

/** Whether a server could be asked at all. */
export const canDryRun = (snapshot: SnapshotSummary): boolean =>
  snapshot.meta.origin === 'cluster' && snapshot.meta.context !== null;

/** The click that sends one dry-run. Without a cluster it says so. */
export const DryRunLink = ({
  snapshot,
  finding,
}: {
  readonly snapshot: SnapshotSummary;
  readonly finding: string;
}): ReactElement => {
  const run = useDryRun(snapshot.id);
  if (!canDryRun(snapshot)) return <span className="muted">no cluster to ask for this snapshot</span>;
  return (
    <>
      <button type="button" className="link" disabled={run.isPending} onClick={() => run.mutate(finding)}>
        {run.isPending ? 'asking the server' : `Run${snapshot.meta.capturedAs === null ? '' : ` as ${snapshot.meta.capturedAs}`}`}
      </button>
      {run.isError ? <ErrorState fault={problemOf(run.error)} inline /> : null}
    </>
  );
};
