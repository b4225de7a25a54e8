import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { ContextEntry } from '#contract/context';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { captureStarted } from '#renderer/app/live.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { budgetOf, emptyForm, optionsOf } from '#renderer/app/capture-scope/options.ts';
import { CaptureForm } from '#renderer/app/capture-scope/CaptureForm.tsx';
import { authWords } from './ContextList.tsx';
import { DoctorDialog } from './DoctorDialog.tsx';
import { Plan } from '#renderer/app/capture-scope/Plan.tsx';

const Facts = ({ entry }: { readonly entry: ContextEntry }): ReactElement => (
  <dl className="pairs">
    <dt>Server</dt>
    <dd className="mono">{entry.cluster === null ? 'not defined' : visible(entry.cluster.server, 400)}</dd>
    <dt>User</dt>
    <dd>
      {entry.user === null ? 'not defined' : visible(entry.user.name, 300)}
      {entry.user === null || entry.user.auth.length === 0 ? null : (
        <span className="muted">, by {entry.user.auth.map(kind => authWords[kind] ?? kind).join(', ')}</span>
      )}
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

/** A context before its capture: what it is, what to read, what will be asked. Nothing connects until a button is pressed. */
export const ContextDetail = ({ entry }: { readonly entry: ContextEntry }): ReactElement => {
  const [, navigate] = useLocation();
  const [form, setForm] = useState(emptyForm);
  const [doctor, setDoctor] = useState(false);
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
        <h1>{visible(entry.name, 400)}</h1>
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
            <p className="is-alert">
              This entry cannot be used:{' '}
              {entry.problems.map(problem => visible(problem, 400)).join('; ') || 'its cluster or user is not defined'}.
            </p>
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
        <Button disabled={entry.cluster === null} onClick={() => setDoctor(true)}>
          Check connection
        </Button>
      </footer>
      {doctor ? <DoctorDialog context={context} onClose={() => setDoctor(false)} /> : null}
    </article>
  );
};
