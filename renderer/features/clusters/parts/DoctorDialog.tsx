import { type ReactElement, useEffect } from 'react';
import type { DoctorReport } from '#contract/context';
import type { ContextRef } from '#contract/snapshot';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { durationText } from '#renderer/ui/time.ts';
import { visible, visibleLines } from '#renderer/ui/visible.ts';

const icons = { pass: 'passed', fail: 'failed', skip: 'minus' } as const;
const colours = { pass: 'is-ok', fail: 'is-alert', skip: 'muted' } as const;
const words = { pass: 'pass', fail: 'fail', skip: 'not tried' } as const;

const asText = (report: DoctorReport): string =>
  [
    `${report.context} ${report.server ?? ''}`.trim(),
    ...report.steps.flatMap(step => [
      `${words[step.state]}: ${step.title}: ${step.seen}`,
      ...(step.error === null ? [] : [`  ${step.error}`]),
      ...(step.fix === null ? [] : [`  fix: ${step.fix}`]),
    ]),
  ].join('\n');

const Report = ({ report }: { readonly report: DoctorReport }): ReactElement => (
  <ol className="doctor">
    {report.steps.map(step => (
      <li key={step.id} className="doctor-step">
        <Icon name={icons[step.state]} className={colours[step.state]} />
        <div>
          <p>
            <span className="strong">{visible(step.title, 200)}</span>{' '}
            <span className={colours[step.state]}>{words[step.state]}</span>{' '}
            <span className="muted small">{step.state === 'skip' ? '' : durationText(step.elapsedMs)}</span>
          </p>
          {step.seen === '' ? null : <p className="muted">{visible(step.seen, 600)}</p>}
          {step.error === null ? null : <pre className="doctor-error mono">{visibleLines(step.error, 4000)}</pre>}
          {step.fix === null ? null : <p>{visible(step.fix, 600)}</p>}
        </div>
      </li>
    ))}
  </ol>
);

/** Each step of a connection with pass or fail, the raw error and the fix. */
export const DoctorDialog = ({
  context,
  onClose,
}: {
  readonly context: ContextRef;
  readonly onClose: () => void;
}): ReactElement => {
  const doctor = useCommand('doctor.run');
  const { mutate } = doctor;
  useEffect(() => mutate({ context }), [mutate, context]);
  const report = doctor.data;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Connection to ${visible(context.name, 120)}`}
      description={
        report === undefined ? undefined : report.ok ? 'Every step works.' : 'The first step that fails is the one to mend.'
      }
      actions={
        <>
          <Button variant="primary" onClick={() => mutate({ context })} busy={doctor.isPending} disabled={doctor.isPending}>
            Check again
          </Button>
          {report === undefined ? null : (
            <CopyButton text={asText(report)} className="ui-button ui-button-plain">
              Copy as text
            </CopyButton>
          )}
        </>
      }
    >
      {doctor.isPending ? <LoadingState label="Checking step by step" /> : null}
      {doctor.isError ? <ErrorState fault={problemOf(doctor.error)} inline /> : null}
      {report === undefined || doctor.isPending ? null : <Report report={report} />}
    </Dialog>
  );
};
