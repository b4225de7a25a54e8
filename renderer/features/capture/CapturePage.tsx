import { type ReactElement, useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { PartialNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { phaseOf, phaseWords } from './groups.ts';
import { Asked } from './parts/Asked.tsx';
import { CaptureHead } from './parts/CaptureHead.tsx';
import { ResourceTable } from './parts/ResourceTable.tsx';
import { SoFar } from './parts/SoFar.tsx';
import { useCaptureActions, useProgress } from './use-capture.ts';

const FinishedNotice = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement | null =>
  summary.meta.partial ? (
    <PartialNotice action={<Link href={routes.coverage(summary.id)}>Coverage</Link>}>
      Kept in part:{' '}
      {plural(
        Object.values(summary.findings).reduce((sum, count) => sum + count, 0),
        'finding',
      )}{' '}
      of what was read, {plural(summary.unknown, 'check')} unknown. It is labelled partial wherever it is shown.
    </PartialNotice>
  ) : null;

/** A capture while it runs and when it has ended. The rest of the app stays usable meanwhile. */
export const CapturePage = ({ captureId }: { readonly captureId: string }): ReactElement => {
  const progress = useProgress(captureId);
  const known = useLive(state => state.names[captureId]);
  const previous = useCurrent(state => state.snapshot);
  const state = useCall('capture.get', { captureId });
  const result = useCall('capture.result', { captureId });
  const actions = useCaptureActions();
  const queries = useQueryClient();
  const narrow = useNarrow();
  const [, navigate] = useLocation();
  const summary = result.data;
  const name = summary?.meta.name ?? known ?? state.data?.context.name ?? 'the cluster';
  const running = summary === undefined && !result.isError;
  const paused = running && progress?.paused === true;
  const reading = running && isRunning(progress);
  const phase = phaseOf(summary !== undefined, result.isError, progress);
  usePageState(result.isError ? 'error' : progress === undefined && running ? 'loading' : 'ready');
  useTitle(`${phaseWords[paused ? 'paused' : phase]} ${visible(name, 60)}`);
  useEffect(() => {
    if (summary !== undefined) void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
  }, [summary, queries]);

  const hold = (): void => (reading ? actions.hold(captureId, !paused) : undefined);
  useKeys({
    ...(reading ? { ' ': { does: paused ? 'go on' : 'pause', hint: paused ? 'go on' : 'pause', run: hold } } : {}),
    ...(summary === undefined ? {} : { Enter: () => navigate(routes.findings(summary.id)) }),
    Escape: {
      does: running ? 'leave, it goes on' : 'all captures',
      hint: running ? 'leave, it goes on' : 'all captures',
      run: () => navigate(routes.captures),
    },
  });

  const resources = progress?.resources ?? [];
  const panel =
    progress === undefined ? null : (
      <>
        <SoFar captureId={captureId} progress={progress} running={running} snapshot={summary?.id ?? null} />
        <Asked progress={progress} />
      </>
    );
  return (
    <>
      <div className="page-column">
        <CaptureHead
          name={name}
          phase={paused ? 'paused' : phase}
          progress={progress}
          previous={running ? previous : null}
          actions={
            <>
              {reading ? (
                <Button onClick={hold} keyHint="Space" busy={actions.holding} disabled={actions.stopping}>
                  {paused ? 'Go on' : 'Pause'}
                </Button>
              ) : null}
              {running ? (
                <Button onClick={() => actions.stop(captureId)} busy={actions.stopping} disabled={actions.stopping}>
                  {actions.stopping ? 'Stopping' : 'Cancel, keep what was read'}
                </Button>
              ) : null}
              {summary === undefined ? null : (
                <Link href={routes.findings(summary.id)} className="ui-button ui-button-primary">
                  Open findings
                </Link>
              )}
              {state.data === undefined || running ? null : (
                <Link href={routes.captureOf(state.data.context)} className="ui-button ui-button-plain">
                  Capture again
                </Link>
              )}
            </>
          }
        />
        {paused ? (
          <StaleNotice
            action={
              <button type="button" className="link" onClick={hold}>
                Go on
              </button>
            }
          >
            Paused: nothing new is asked. What was under way is still heard; a list that expires meanwhile starts anew, and says
            so.
          </StaleNotice>
        ) : null}
        {summary === undefined ? null : <FinishedNotice summary={summary} />}
        <div className="page-scroll">
          {result.isError ? (
            <ErrorState
              fault={problemOf(result.error)}
              action={
                <Link href={routes.clusters} className="ui-button ui-button-plain">
                  Back to clusters
                </Link>
              }
            />
          ) : null}
          {progress === undefined && running ? <LoadingState label="Waiting for the first answer" /> : null}
          {resources.length === 0 ? null : <ResourceTable resources={resources} />}
          {narrow ? panel : null}
        </div>
      </div>
      {panel === null || narrow ? null : (
        <SidePanel label="Findings and requests so far">
          <div className="panel-scroll">{panel}</div>
        </SidePanel>
      )}
      <StatusLine
        facts={
          progress === undefined
            ? []
            : [
                `${plural(progress.requests, 'request')} sent`,
                `${progress.retries} tried again`,
                progress.throttled === 0 ? null : `${progress.throttled} slowed down`,
                `${bytesText(progress.bytes)} read`,
                narrow ? `${plural(progress.findings, 'finding')} so far` : null,
              ]
        }
      />
    </>
  );
};
