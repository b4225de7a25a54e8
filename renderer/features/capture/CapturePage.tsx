import { type ReactElement, useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { PartialNotice } from '#renderer/ui/Notice.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { bytesText, durationText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { answered, groupsOf, partsOf, partWords, phaseWords } from './groups.ts';
import { Asked } from './parts/Asked.tsx';
import { ResourceTable } from './parts/ResourceTable.tsx';

const FinishedNotice = ({
  id,
  partial,
  total,
  unknown,
}: {
  readonly id: string;
  readonly partial: boolean;
  readonly total: number;
  readonly unknown: number;
}): ReactElement | null =>
  partial ? (
    <PartialNotice action={<Link href={routes.coverage(id)}>Coverage</Link>}>
      Kept in part: {plural(total, 'finding')} of what was read, {plural(unknown, 'check')} unknown.
    </PartialNotice>
  ) : null;

/** A capture while it runs and when it has ended. The rest of the app stays usable meanwhile. */
export const CapturePage = ({ captureId }: { readonly captureId: string }): ReactElement => {
  const progress = useLive(state => state.captures[captureId]);
  const known = useLive(state => state.names[captureId]);
  const previous = useCurrent(state => state.snapshot);
  const result = useCall('capture.result', { captureId });
  const cancel = useCommand('capture.cancel');
  const queries = useQueryClient();
  const narrow = useNarrow();
  const summary = result.data;
  const name = summary?.meta.name ?? known ?? 'the cluster';
  const running = summary === undefined && !result.isError;
  usePageState(result.isError ? 'error' : progress === undefined && running ? 'loading' : 'ready');
  useTitle(running ? `Capturing ${visible(name, 60)}` : 'Capture');
  useEffect(() => {
    if (summary !== undefined) void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
  }, [summary, queries]);

  const stop = (): void =>
    cancel.mutate({ captureId }, { onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert') });
  const resources = progress?.resources ?? [];
  const phase =
    summary === undefined
      ? result.isError
        ? 'failed'
        : (progress?.phase ?? 'connecting')
      : progress?.phase === 'cancelled'
        ? 'cancelled'
        : 'done';
  const waiting = groupsOf(resources).waiting.length;

  return (
    <>
      <div className="page-column">
        <header className="capture-head">
          <div className="capture-title">
            <div>
              <h1>
                {phaseWords[phase]} {visible(name, 120)}
              </h1>
              <p className="muted" aria-live="polite">
                {progress === undefined
                  ? running
                    ? 'No progress heard yet.'
                    : ''
                  : `${answered(resources)} of ${resources.length} resources answered · ${plural(progress.objects, 'object')} · ${durationText(progress.elapsedMs)}`}
              </p>
              {running && previous !== null ? (
                <p className="muted">
                  The last snapshot stays open: <Link href={routes.findings(previous)}>its findings</Link>
                </p>
              ) : null}
            </div>
            <div className="capture-actions">
              {running ? (
                <Button onClick={stop} busy={cancel.isPending} disabled={cancel.isPending || cancel.isSuccess}>
                  {cancel.isSuccess ? 'Stopping' : 'Stop capture'}
                </Button>
              ) : null}
              {summary === undefined ? null : (
                <Link href={routes.findings(summary.id)} className="ui-button ui-button-primary">
                  Open findings
                </Link>
              )}
            </div>
          </div>
          {resources.length === 0 ? null : (
            <>
              <Progress parts={partsOf(resources)} total={resources.length} label="Resources answered" />
              <div className="capture-legend muted small">
                <span>{groupsOf(resources).full.length} in full</span>
                <span>{partWords(resources)}</span>
                <span>{waiting === 0 ? '' : `${waiting} waiting`}</span>
              </div>
            </>
          )}
        </header>
        {summary === undefined ? null : (
          <FinishedNotice
            id={summary.id}
            partial={summary.meta.partial}
            unknown={summary.unknown}
            total={Object.values(summary.findings).reduce((sum, count) => sum + count, 0)}
          />
        )}
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
        </div>
      </div>
      {progress === undefined || narrow ? null : <Asked progress={progress} running={isRunning(progress)} />}
      <StatusLine
        facts={
          progress === undefined
            ? []
            : [
                plural(progress.requests, 'request') + ' sent',
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
