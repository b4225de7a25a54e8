import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { CaptureRow } from '#contract/capture';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { countText, durationText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { answered, type ShownPhase } from '../groups.ts';
import { useCaptureActions } from '../use-capture.ts';

const looks: Readonly<Record<ShownPhase, { readonly icon: IconName; readonly tone: string; readonly word: string }>> = {
  paused: { icon: 'clock', tone: 'muted', word: 'paused' },
  connecting: { icon: 'arrow', tone: 'is-active', word: 'connecting' },
  discovery: { icon: 'arrow', tone: 'is-active', word: 'asking what there is' },
  reading: { icon: 'arrow', tone: 'is-active', word: 'reading' },
  evaluating: { icon: 'arrow', tone: 'is-active', word: 'evaluating' },
  saving: { icon: 'arrow', tone: 'is-active', word: 'saving' },
  done: { icon: 'passed', tone: 'is-ok', word: 'kept' },
  cancelled: { icon: 'minus', tone: 'muted', word: 'cancelled' },
  failed: { icon: 'failed', tone: 'is-alert', word: 'failed' },
};

const phaseOf = (row: CaptureRow, phase: CaptureRow['progress']['phase'], paused: boolean): ShownPhase => {
  if (row.problem !== null) return row.problem.code === 'cancelled' ? 'cancelled' : 'failed';
  return paused ? 'paused' : phase;
};

const Row = ({ row }: { readonly row: CaptureRow }): ReactElement => {
  const told = useLive(state => state.captures[row.captureId]);
  const actions = useCaptureActions();
  const progress = told ?? row.progress;
  const [resources, done] =
    told === undefined ? [row.progress.resources, row.progress.answered] : [told.resources.length, answered(told.resources)];
  const running = row.snapshot === null && row.problem === null && (told === undefined || isRunning(told));
  const phase = phaseOf(row, progress.phase, running && progress.paused === true);
  const { icon, tone, word } = looks[phase];
  return (
    <tr>
      <th scope="row">
        <Link href={routes.capture(row.captureId)}>
          <MiddleTruncate text={row.title ?? row.context.name} />
        </Link>
      </th>
      <td>
        <span className="capture-state">
          <Icon name={icon} size={13} className={tone} />
          <span>
            {word}
            {row.snapshot !== null && phase === 'cancelled' ? ', kept in part' : ''}
          </span>
        </span>
        {row.problem === null ? null : <span className="capture-why muted">{visible(row.problem.what, 300)}</span>}
      </td>
      <td className="num">{resources === 0 ? '' : `${countText(done)} of ${countText(resources)}`}</td>
      <td className="num">{countText(progress.objects)}</td>
      <td className="num">{countText(progress.findings)}</td>
      <td className="num muted">{countText(progress.requests)}</td>
      <td className="num muted">{durationText(progress.elapsedMs)}</td>
      <td className="num muted">
        <RelativeTime time={row.startedAt} suffix=" ago" />
      </td>
      <td className="captures-actions">
        {running ? (
          <>
            <Button
              variant="quiet"
              onClick={() => actions.hold(row.captureId, progress.paused !== true)}
              aria-label={`${progress.paused === true ? 'Go on with' : 'Pause'} ${visible(row.context.name, 80)}`}
            >
              {progress.paused === true ? 'Go on' : 'Pause'}
            </Button>
            <Button
              variant="quiet"
              onClick={() => actions.stop(row.captureId)}
              disabled={actions.stopping}
              aria-label={`Cancel ${visible(row.context.name, 80)}, keep what was read`}
            >
              Cancel
            </Button>
          </>
        ) : null}
        {row.snapshot === null ? null : <Link href={routes.findings(row.snapshot)}>Findings</Link>}
      </td>
    </tr>
  );
};

/** Captures under way and ended, the newest first. */
export const CaptureList = ({ captures }: { readonly captures: readonly CaptureRow[] }): ReactElement => (
  <table className="captures" aria-label="Captures">
    <thead>
      <tr>
        <th scope="col">Cluster</th>
        <th scope="col" className="captures-state">
          State
        </th>
        {['Answered', 'Objects', 'Findings', 'Requests', 'Time', 'Started'].map(title => (
          <th key={title} scope="col" className="num">
            {title}
          </th>
        ))}
        <th scope="col" className="captures-last">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {captures.map(row => (
        <Row key={row.captureId} row={row} />
      ))}
    </tbody>
  </table>
);
