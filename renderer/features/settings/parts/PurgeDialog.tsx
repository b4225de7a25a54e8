import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { PurgeWhat } from '#contract/diagnostics';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { setCurrent } from '#renderer/app/current.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

export const purgeWords: Readonly<Record<PurgeWhat, { readonly title: string; readonly lost: string }>> = {
  snapshots: {
    title: 'Delete all snapshots',
    lost: 'Every snapshot of the library with its notes and tray, also those put aside. Bundles that you exported stay.',
  },
  settings: {
    title: 'Delete the settings',
    lost: 'All settings, your notes on clusters, certificates, trusted programs, table layouts, and earlier files kept aside.',
  },
  logs: { title: 'Delete the log', lost: 'The log and the older one beside it.' },
  everything: {
    title: 'Delete everything',
    lost: 'All snapshots, settings, notes and logs, and the key by which values of snapshots are compared. Bundles that you exported stay, but no longer compare by value with what is captured from then on.',
  },
};

/** Says what will go before it does: this cannot be taken back. */
export const PurgeDialog = ({ what, onClose }: { readonly what: PurgeWhat; readonly onClose: () => void }): ReactElement => {
  const plan = useCall('app.purgePlan', { what });
  const purge = useCommand('app.purge');
  const queries = useQueryClient();
  const { title, lost } = purgeWords[what];
  const run = (): void =>
    purge.mutate(
      { what },
      {
        onSuccess: done => {
          if (what === 'snapshots' || what === 'everything') setCurrent(null);
          void queries.invalidateQueries();
          toast('Deleted', `${plural(done.files, 'file')}, ${bytesText(done.bytes)}`);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={lost}
      actions={
        <>
          <Button
            variant="danger"
            disabled={plan.data === undefined || plan.data.files === 0}
            busy={purge.isPending}
            onClick={run}
          >
            {title}
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </>
      }
    >
      {plan.isPending ? <LoadingState label="Counting what would go" /> : null}
      {plan.isError ? <ErrorState fault={problemOf(plan.error)} inline onRetry={() => void plan.refetch()} /> : null}
      {plan.data === undefined ? null : plan.data.files === 0 ? (
        <p>There is nothing to delete.</p>
      ) : (
        <>
          <p>
            {plan.data.snapshots === 0 ? '' : `${plural(plan.data.snapshots, 'snapshot')}, `}
            {plural(plan.data.files, 'file')}, {bytesText(plan.data.bytes)} in:
          </p>
          <ul className="mono small settings-break">
            {plan.data.paths.map(path => (
              <li key={path}>{visible(path, 1000)}</li>
            ))}
          </ul>
          <p className="is-alert">This cannot be undone.</p>
        </>
      )}
      {purge.isError ? <ErrorState fault={problemOf(purge.error)} inline /> : null}
    </Dialog>
  );
};
