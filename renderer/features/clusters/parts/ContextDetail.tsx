import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { InventoryEntry } from '#contract/inventory';
import { DetailTitle } from '#renderer/app/DetailTitle.tsx';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { captureStarted } from '#renderer/app/live.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { budgetOf, emptyForm, optionsOf } from '#renderer/app/capture-scope/options.ts';
import { CaptureForm } from '#renderer/app/capture-scope/CaptureForm.tsx';
import { RelativeTime, useNow } from '#renderer/ui/RelativeTime.tsx';
import { authText, cadenceText, dueText } from '../words.ts';
import { ContextTags } from './InventoryRow.tsx';
import { Plan } from '#renderer/app/capture-scope/Plan.tsx';

const Facts = ({ entry }: { readonly entry: InventoryEntry }): ReactElement => (
  <dl className="pairs">
    <dt>File</dt>
    <dd className={entry.file === null ? '' : 'mono'}>
      {entry.file === null ? 'added text, in memory only' : visible(entry.file, 1000)}
    </dd>
    <dt>Server</dt>
    <dd className="mono">{entry.cluster === null ? 'not defined' : visible(entry.cluster.server, 400)}</dd>
    <dt>User</dt>
    <dd>
      {entry.user === null ? 'not defined' : visible(entry.user.name, 300)}
      {entry.user === null || entry.user.auth.length === 0 ? null : <span className="muted">, by {authText(entry)}</span>}
    </dd>
    {entry.namespace === null ? null : (
      <>
        <dt>Namespace</dt>
        <dd className="mono">{visible(entry.namespace, 100)}</dd>
      </>
    )}
    {entry.cluster === null || entry.cluster.proxyUrl === null ? null : (
      <>
        <dt>Proxy</dt>
        <dd className="mono">{visible(entry.cluster.proxyUrl, 300)}</dd>
      </>
    )}
  </dl>
);

const Notes = ({ entry, onEdit }: { readonly entry: InventoryEntry; readonly onEdit: () => void }): ReactElement => {
  const now = useNow();
  const { note, last } = entry;
  const said = [
    note?.owner ?? '',
    note?.environment ?? '',
    (note?.criticality ?? '') === '' ? '' : `${note?.criticality} criticality`,
  ].filter(Boolean);
  const due = dueText(entry, now);
  return (
    <section className="section" aria-labelledby="notes-title">
      <div className="section-head">
        <h2 id="notes-title">Your notes</h2>
        <button type="button" className="link" onClick={onEdit}>
          {note === null ? 'Add notes' : 'Edit notes'}
        </button>
      </div>
      <dl className="pairs">
        <dt>Said</dt>
        <dd>{said.length === 0 ? <span className="muted">nothing yet</span> : visible(said.join(', '), 400)}</dd>
        <dt>Cadence</dt>
        <dd>
          {cadenceText(note?.cadenceHours ?? null)}
          {due === '' ? null : <span className={entry.due === 'overdue' ? 'is-alert' : 'muted'}>, {due}</span>}
        </dd>
        <dt>Captured</dt>
        <dd>
          {last === null ? (
            <span className="is-unknown">never, in this library</span>
          ) : (
            <>
              <Link href={routes.findings(last.id)}>{visible(last.title, 120)}</Link>,{' '}
              <RelativeTime time={last.capturedAt} suffix=" ago" />
              {last.partial ? <span className="is-unknown">, partial</span> : null}
            </>
          )}
        </dd>
        <dt>Writes</dt>
        <dd>{entry.readOnly ? 'read-only: dry-runs are refused' : 'none but dry-runs, on your click'}</dd>
      </dl>
    </section>
  );
};

interface Props {
  readonly entry: InventoryEntry;
  readonly onEdit: () => void;
  readonly onCheck: () => void;
}

/** A context before its capture: what it is, what to read, what will be asked. Nothing connects until a button is pressed. */
export const ContextDetail = ({ entry, onEdit, onCheck }: Props): ReactElement => {
  const [, navigate] = useLocation();
  const [form, setForm] = useState(emptyForm);
  const start = useCommand('capture.start');
  const options = useMemo(() => optionsOf(form), [form]);
  const planned = useDeferredValue(options);
  const context = useMemo(() => ({ source: entry.source, name: entry.name }), [entry]);
  const usable = entry.cluster !== null && entry.user !== null;
  const capture = (): void =>
    start.mutate(
      { context, options },
      {
        onSuccess: ({ captureId }) => {
          captureStarted(captureId, entry.name);
          navigate(routes.capture(captureId));
        },
      },
    );
  return (
    <article className="detail" aria-label="Context">
      <header className="panel-head">
        <DetailTitle>{visible(entry.name, 400)}</DetailTitle>
        <p className="panel-sub">
          <ContextTags entry={entry} />
        </p>
      </header>
      {entry.cluster?.insecure === true ? (
        <AlertNotice>
          This kubeconfig says not to check the server’s certificate: whoever is between here and the server can read and change
          everything.
        </AlertNotice>
      ) : null}
      <div className="panel-scroll">
        <section className="section" aria-label="Connection">
          <Facts entry={entry} />
        </section>
        {entry.problems.length === 0 ? null : (
          <section className="section" aria-labelledby="problems-title">
            <div className="section-head">
              <h2 id="problems-title">Problems of this entry</h2>
              <CopyButton text={entry.problems.join('\n')} />
            </div>
            <ul className="is-alert">
              {entry.problems.map(problem => (
                <li key={problem}>{visible(problem, 1000)}</li>
              ))}
            </ul>
          </section>
        )}
        <Notes entry={entry} onEdit={onEdit} />
        {usable ? (
          <>
            <section className="section" aria-labelledby="scope-title">
              <div className="section-head">
                <h2 id="scope-title">What to read</h2>
              </div>
              <CaptureForm form={form} onChange={setForm} />
            </section>
            <Plan options={planned} />
          </>
        ) : (
          <section className="section">
            <p className="is-alert">This entry cannot be used as it is, so there is nothing to capture.</p>
          </section>
        )}
        {start.isError ? (
          <section className="section">
            <ErrorState fault={problemOf(start.error)} inline />
          </section>
        ) : null}
      </div>
      <footer className="ui-actions">
        <Button
          variant="primary"
          disabled={!usable || start.isPending || budgetOf(form) === null}
          busy={start.isPending}
          onClick={capture}
        >
          Capture {visible(entry.name, 24)}
        </Button>
        <Button onClick={onCheck}>Check connection</Button>
      </footer>
    </article>
  );
};
