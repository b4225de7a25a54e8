import type { ReactElement } from 'react';
import { Link, useSearch } from 'wouter';
import type { CaptureRow } from '#contract/capture';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { RefreshNotice } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { CaptureList } from './parts/CaptureList.tsx';
import { ScopePage } from './ScopePage.tsx';
import { useFreshCaptures } from './use-capture.ts';

/** All captures of this run: several may be under way at once. */
const AllCaptures = (): ReactElement => {
  const asked = useCall('capture.list', {});
  const live = useLive(state => state.captures);
  useFreshCaptures();
  usePageState(stateOf(asked));
  useTitle('Captures');
  const captures: readonly CaptureRow[] = asked.data?.captures ?? [];
  const running = captures.filter(({ captureId, progress }) => isRunning(live[captureId]) || !isOver(progress.phase)).length;
  return (
    <div className="page-column">
      <RefreshNotice asked={asked} />
      <div className="page-bar">
        <h1>Captures</h1>
        <span className="muted">of this run of the program; what they kept is under Snapshots</span>
        <span className="spacer" />
        <Link href={routes.clusters} className="ui-button ui-button-primary">
          Capture a cluster
        </Link>
      </div>
      <div className="page-scroll">
        {asked.isPending ? <LoadingState label="Reading the captures" /> : null}
        {asked.isError && asked.data === undefined ? (
          <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
        ) : null}
        {asked.data !== undefined && captures.length === 0 ? (
          <EmptyState
            title="Nothing was captured yet"
            action={
              <Link href={routes.clusters} className="ui-button ui-button-primary">
                Choose a cluster
              </Link>
            }
          >
            A capture reads what your kubeconfig’s user may list, once, into a snapshot on this machine. Nothing is written to the
            cluster.
          </EmptyState>
        ) : null}
        {captures.length === 0 ? null : <CaptureList captures={captures} />}
      </div>
      <StatusLine facts={[plural(captures.length, 'capture'), running === 0 ? null : `${String(running)} under way`]} />
    </div>
  );
};

const isOver = (phase: string): boolean => phase === 'done' || phase === 'cancelled' || phase === 'failed';

/** The captures of this run, or (with a context in the address) the scope of the next one. */
export const CapturesPage = (): ReactElement => {
  const params = new URLSearchParams(useSearch());
  const source = params.get('source');
  const name = params.get('context');
  return source === null || name === null ? <AllCaptures /> : <ScopePage key={`${source} ${name}`} context={{ source, name }} />;
};
