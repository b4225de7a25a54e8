import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { forgetImport, type ImportJob, stopImport, useImports } from '#renderer/app/imports/imports.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { bytesText, durationText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

const words = (job: ImportJob, now: number): string => {
  const elapsed = durationText(Math.max(0, now - job.startedAt));
  if (job.phase === 'waiting') return 'waits for the one before';
  if (job.phase === 'sending') return `${bytesText(job.sent)} of ${bytesText(job.bytes)} · ${elapsed}`;
  return job.phase === 'reading' ? `checking, reading and evaluating · ${elapsed}` : '';
};

const Job = ({ job, now }: { readonly job: ImportJob; readonly now: number }): ReactElement => {
  const name = visible(job.name, 200);
  if (job.phase === 'failed' && job.problem !== null)
    return (
      <li className="import-job">
        <ErrorState
          fault={job.problem}
          inline
          action={
            <Button variant="quiet" onClick={() => forgetImport(job.id)}>
              Put away
            </Button>
          }
        />
      </li>
    );
  if (job.phase === 'done' && job.snapshot !== null)
    return (
      <li className="import-job">
        <span>
          <Icon name="passed" className="is-ok" /> Imported <span className="mono">{name}</span>
          <span className="muted">
            {job.snapshot.bundle === undefined
              ? ': no bundle, so it has no hashes to check'
              : ': every hash and the archive’s structure are intact; not signed'}
          </span>
        </span>
        <span className="import-actions">
          <Link href={routes.findings(job.snapshot.id)}>Open its findings</Link>
          <Button variant="quiet" onClick={() => forgetImport(job.id)}>
            Put away
          </Button>
        </span>
      </li>
    );
  return (
    <li className="import-job">
      <span role="status">
        Importing <span className="mono">{name}</span> <span className="muted">{words(job, now)}</span>
      </span>
      <span className="import-actions">
        {job.phase === 'sending' ? (
          <progress className="import-bar" aria-label={`Sent of ${name}`} max={job.bytes} value={job.sent} />
        ) : null}
        <Button variant="quiet" onClick={() => stopImport(job.id)}>
          Stop
        </Button>
      </span>
    </li>
  );
};

/** Files on their way in, and what they came to. */
export const ImportStrip = (): ReactElement | null => {
  const jobs = useImports(state => state.jobs);
  const now = useNow();
  return jobs.length === 0 ? null : (
    <ul className="imports" aria-label="Imports">
      {jobs.map(job => (
        <Job key={job.id} job={job} now={now} />
      ))}
    </ul>
  );
};
