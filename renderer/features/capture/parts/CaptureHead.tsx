import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaptureProgress } from '#contract/capture';
import { routes } from '#renderer/app/routes.ts';
import { Progress } from '#renderer/ui/Progress.tsx';
import { durationText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { answered, groupsOf, partsOf, partWords, phaseWords } from '../groups.ts';

interface Props {
  readonly name: string;
  readonly phase: keyof typeof phaseWords;
  readonly progress: CaptureProgress | undefined;
  /** The snapshot that stays open meanwhile. */
  readonly previous: string | null;
  readonly actions: ReactNode;
}

/** What is captured, how far it is, and what can be done about it. */
export const CaptureHead = ({ name, phase, progress, previous, actions }: Props): ReactElement => {
  const resources = progress?.resources ?? [];
  const waiting = groupsOf(resources).waiting.length;
  return (
    <header className="capture-head">
      <div className="capture-title">
        <div>
          <h1>
            {phaseWords[phase]} {visible(name, 120)}
          </h1>
          <p className="muted" aria-live="polite">
            {progress === undefined
              ? phase === 'failed'
                ? ''
                : 'No progress heard yet.'
              : `${answered(resources)} of ${resources.length} resources answered · ${plural(progress.objects, 'object')} · ${durationText(progress.elapsedMs)}`}
          </p>
          {previous === null ? null : (
            <p className="muted">
              The last snapshot stays open: <Link href={routes.findings(previous)}>its findings</Link>
            </p>
          )}
        </div>
        <div className="capture-actions">{actions}</div>
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
  );
};
