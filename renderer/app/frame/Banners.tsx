import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { dismissRestart, dismissStale, staleFor, type StaleReason, useStanding } from '#renderer/app/standing.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { AlertNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { ageText, clockText } from '#renderer/ui/time.ts';

const clock = (ms: number): string => clockText(new Date(ms).toISOString());

const Dismiss = ({ onClick, what }: { readonly onClick: () => void; readonly what: string }): ReactElement => (
  <button type="button" className="ui-button ui-button-quiet notice-dismiss" aria-label={`Dismiss: ${what}`} onClick={onClick}>
    <Icon name="close" size={11} />
  </button>
);

const because: Readonly<Record<StaleReason, (at: string) => string>> = {
  sleep: at => `This machine slept until ${at}.`,
  network: at => `The network of this machine changed at ${at}.`,
  login: at => `The cluster took this login no more at ${at}.`,
};

const StaleBanner = ({ snapshot }: { readonly snapshot: SnapshotSummary }): ReactElement | null => {
  const found = useStanding(state => state.stale);
  const now = useNow();
  const { meta } = snapshot;
  const stale = staleFor(found, meta);
  if (stale === null) return null;
  const from = Date.parse(meta.capturedUntil);
  const age = ageText(from, now);
  return (
    <StaleNotice
      action={
        <>
          <Link href={routes.context(meta.context)}>{stale.reason === 'login' ? 'Check the connection' : 'Capture again'}</Link>
          <Dismiss onClick={dismissStale} what="stale data" />
        </>
      }
    >
      {because[stale.reason](clock(stale.at))} What is shown was read {age === 'now' ? 'just now' : `${age} ago`}, at{' '}
      {clock(from)}, and may have changed since.
    </StaleNotice>
  );
};

/** What every page says of itself as a whole: nothing pretends to be live. */
export const Banners = ({ snapshot }: { readonly snapshot: SnapshotSummary | undefined }): ReactElement => {
  const { goneSince, restartedAt, offlineSince } = useStanding();
  return (
    <>
      {goneSince === null ? null : (
        <AlertNotice>
          The core does not answer since {clock(goneSince)}. What is on the page stays; nothing new can be read until it is back.
          It is being asked every two seconds.
        </AlertNotice>
      )}
      {restartedAt === null ? null : (
        <StaleNotice action={<Dismiss onClick={dismissRestart} what="the core was restarted" />}>
          The core was restarted at {clock(restartedAt)}. What it was doing then has to be started again; snapshots that were kept
          are all there.
        </StaleNotice>
      )}
      {offlineSince === null ? null : (
        <StaleNotice>
          This machine is offline since {clock(offlineSince)}. Captures and dry-runs reach no cluster; snapshots open as always.
        </StaleNotice>
      )}
      {snapshot === undefined || offlineSince !== null ? null : <StaleBanner snapshot={snapshot} />}
    </>
  );
};
