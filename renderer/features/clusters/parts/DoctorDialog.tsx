import { type ReactElement, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { type DoctorReport, type DoctorStep, doctorTitles } from '#contract/context';
import type { ContextRef } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { durationText } from '#renderer/ui/time.ts';
import { visible, visibleLines } from '#renderer/ui/visible.ts';
import { useDoctor } from '../use-doctor.ts';

const icons = { pass: 'passed', fail: 'failed', skip: 'minus' } as const;
const colours = { pass: 'is-ok', fail: 'is-alert', skip: 'muted' } as const;
const words = { pass: 'pass', fail: 'fail', skip: 'not tried' } as const;

type StepId = DoctorStep['id'];

/** Where a failure can be mended in the app itself. */
const mended: Readonly<Partial<Record<StepId, { readonly section: string; readonly label: string }>>> = {
  environment: { section: 'environment', label: 'Environment in Settings' },
  plugin: { section: 'environment', label: 'Environment in Settings' },
  network: { section: 'network', label: 'Network in Settings' },
  proxy: { section: 'network', label: 'Network in Settings' },
  tls: { section: 'network', label: 'Network in Settings' },
};

export const doctorText = (report: DoctorReport): string =>
  [
    `${report.context} ${report.server ?? ''}`.trim(),
    ...report.steps.flatMap(step => [
      `${words[step.state]}: ${step.title}: ${step.seen}`,
      ...(step.error === null ? [] : [`  ${step.error}`]),
      ...(step.fix === null ? [] : [`  fix: ${step.fix}`]),
    ]),
  ].join('\n');

const useElapsed = (from: number, running: boolean): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return Math.max(0, now - from);
};

const Step = ({ step }: { readonly step: DoctorStep }): ReactElement => {
  const link = step.state === 'fail' ? mended[step.id] : undefined;
  return (
    <li className="doctor-step" data-step={step.id} data-result={step.state}>
      <Icon name={icons[step.state]} className={colours[step.state]} />
      <div>
        <p>
          <span className="strong">{visible(step.title, 200)}</span>{' '}
          <span className={colours[step.state]}>{words[step.state]}</span>{' '}
          <span className="muted small">{step.state === 'skip' ? '' : durationText(step.elapsedMs)}</span>
        </p>
        {step.seen === '' ? null : <p className="muted">{visible(step.seen.replace(/^not tried: /u, ''), 4000)}</p>}
        {step.fix === null ? null : (
          <p className="doctor-fix">
            <span className="strong">To mend it:</span> {visible(step.fix, 1200)}{' '}
            {link === undefined ? null : <Link href={routes.settingsAt(link.section)}>{link.label}</Link>}
          </p>
        )}
        {step.error === null ? null : (
          <details className="ui-raw">
            <summary>Raw message</summary>
            <pre className="mono">{visibleLines(step.error, 4000)}</pre>
          </details>
        )}
      </div>
    </li>
  );
};

const Waiting = ({ id, elapsed }: { readonly id: StepId; readonly elapsed: number | null }): ReactElement => (
  <li className="doctor-step muted" data-step={id}>
    <Icon name={elapsed === null ? 'minus' : 'clock'} />
    <p>
      <span className={elapsed === null ? '' : 'strong'}>{doctorTitles[id]}</span>{' '}
      {elapsed === null ? 'waits' : `checking, ${durationText(elapsed)} since the start`}
    </p>
  </li>
);

const verdict = (running: boolean, report: DoctorReport | null): string => {
  if (running) return 'Each step is tried in turn. Nothing is changed anywhere.';
  if (report === null) return 'It could not be checked.';
  return report.ok ? 'Every step works.' : 'The first step that fails is the one to mend.';
};

/** Each step of a connection with pass or fail, what was seen, the fix, and the raw error below it. */
export const DoctorDialog = ({
  context,
  onClose,
}: {
  readonly context: ContextRef;
  readonly onClose: () => void;
}): ReactElement => {
  const { steps, report, problem, running, startedAt, again } = useDoctor(context);
  const elapsed = useElapsed(startedAt, running);
  const ids = Object.keys(doctorTitles) as StepId[];
  const waiting = running ? ids.filter(id => !steps.some(step => step.id === id)) : [];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Connection to ${visible(context.name, 120)}`}
      description={<span role="status">{verdict(running, report)}</span>}
      actions={
        <>
          <Button variant="primary" onClick={again} busy={running} disabled={running}>
            Check again
          </Button>
          {report === null ? null : (
            <CopyButton text={doctorText(report)} className="ui-button ui-button-plain">
              Copy as text
            </CopyButton>
          )}
          <span className="spacer" />
          <Button onClick={onClose}>{running ? 'Stop' : 'Close'}</Button>
        </>
      }
    >
      {problem === null ? null : <ErrorState fault={problem} inline />}
      {steps.length === 0 && !running ? null : (
        <ol className="doctor" aria-label="Steps">
          {steps.map(step => (
            <Step key={step.id} step={step} />
          ))}
          {waiting.map((id, at) => (
            <Waiting key={id} id={id} elapsed={at === 0 ? elapsed : null} />
          ))}
        </ol>
      )}
    </Dialog>
  );
};
