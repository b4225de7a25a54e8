import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { PartialNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { ageText, clockText, plural } from '#renderer/ui/time.ts';
import { routes } from './routes.ts';

const day = 86_400_000;

/** A refresh of what is shown failed: it says of when that is. */
export const RefreshNotice = ({ asked }: { readonly asked: UseQueryResult<unknown> }): ReactElement | null =>
  asked.isRefetchError ? (
    <StaleNotice
      action={
        <button type="button" className="link" onClick={() => void asked.refetch()}>
          Try again
        </button>
      }
    >
      Shown as of {clockText(new Date(asked.dataUpdatedAt).toISOString())}: the last refresh failed.
    </StaleNotice>
  ) : null;

/** What every page of a snapshot says above its data: that it is not all, or not of today. */
export const SnapshotNotices = ({
  snapshot,
  asked,
}: {
  readonly snapshot: SnapshotSummary | undefined;
  readonly asked?: UseQueryResult<unknown>;
}): ReactElement | null => {
  const now = useNow();
  if (snapshot === undefined) return null;
  const age = now - Date.parse(snapshot.meta.capturedUntil);
  return (
    <>
      {snapshot.meta.partial ? (
        <PartialNotice action={<Link href={routes.coverage(snapshot.id)}>Coverage</Link>}>
          The capture ended before everything was read. What is here is real; what is missing counts as{' '}
          {plural(snapshot.unknown, 'unknown check')}, never as passed.
        </PartialNotice>
      ) : null}
      {asked === undefined ? null : <RefreshNotice asked={asked} />}
      {snapshot.meta.origin === 'cluster' && age > day ? (
        <StaleNotice action={<Link href={routes.context(snapshot.meta.context)}>Capture again</Link>}>
          This is the cluster of {ageText(Date.parse(snapshot.meta.capturedUntil), now)} ago; it may have changed since.
        </StaleNotice>
      ) : null}
    </>
  );
};
