import type { ReactElement } from 'react';
import { isReadOnly, type Settings } from '#contract/settings';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf } from '#renderer/app/client/query.ts';
import { useSettings } from '#renderer/app/settings.ts';
import { ErrorState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { useDryRun } from './use-dry-run.ts';

/** Whether a server could be asked at all. */
export const canDryRun = (snapshot: SnapshotSummary): boolean =>
  snapshot.meta.origin === 'cluster' && snapshot.meta.context !== null;

/** Why no dry-run is sent for this snapshot; null where it may be. */
export const dryRunRefusal = (snapshot: SnapshotSummary, settings: Settings): string | null => {
  if (!canDryRun(snapshot)) return 'no cluster to ask for this snapshot';
  return isReadOnly(settings, snapshot.meta.context)
    ? 'refused: a dry-run is a write request, and read-only mode is on for this cluster'
    : null;
};

/** The click that sends one dry-run. Where none can be sent it says why. */
export const DryRunLink = ({
  snapshot,
  finding,
  merged = [],
}: {
  readonly snapshot: SnapshotSummary;
  readonly finding: string;
  /** Further findings whose patches are merged into this one. */
  readonly merged?: readonly string[];
}): ReactElement => {
  const run = useDryRun(snapshot.id);
  const refusal = dryRunRefusal(snapshot, useSettings());
  if (refusal !== null) return <span className="muted">{refusal}</span>;
  const { capturedAs } = snapshot.meta;
  return (
    <>
      <button
        type="button"
        className="link"
        disabled={run.isPending}
        onClick={() => run.mutate({ findings: [finding, ...merged] })}
      >
        {run.isPending ? 'asking the server' : `Run${capturedAs === null ? '' : ` as ${visible(capturedAs, 120)}`}`}
      </button>
      {run.isError ? <ErrorState fault={problemOf(run.error)} inline /> : null}
    </>
  );
};
