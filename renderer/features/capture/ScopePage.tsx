import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ContextRef } from '#contract/snapshot';
import { CaptureForm } from '#renderer/app/capture-scope/CaptureForm.tsx';
import { budgetOf, emptyForm, optionsOf, wrongNames } from '#renderer/app/capture-scope/options.ts';
import { Plan } from '#renderer/app/capture-scope/Plan.tsx';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { captureStarted } from '#renderer/app/live.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { visible } from '#renderer/ui/visible.ts';

/** Before a capture: what to read, what will be asked, which role is enough. Nothing connects until its button is pressed. */
export const ScopePage = ({ context }: { readonly context: ContextRef }): ReactElement => {
  const listed = useCall('contexts.list', {});
  const [form, setForm] = useState(emptyForm);
  const [title, setTitle] = useState('');
  const [, navigate] = useLocation();
  const start = useCommand('capture.start');
  const options = useMemo(() => optionsOf(form), [form]);
  const planned = useDeferredValue(options);
  usePageState(stateOf(listed));
  useTitle(`Capture ${visible(context.name, 60)}`);
  const entry = listed.data?.contexts.find(({ source, name }) => source === context.source && name === context.name);
  const usable = entry !== undefined && entry.cluster !== null && entry.user !== null;
  const wrong = [form.namespaces, form.excludeNamespaces, form.excludeResources].some(text => wrongNames(text).length > 0);
  const capture = (): void =>
    start.mutate(
      { context, options, ...(title.trim() === '' ? {} : { title: title.trim() }) },
      {
        onSuccess: ({ captureId }) => {
          captureStarted(captureId, context.name);
          navigate(routes.capture(captureId));
        },
      },
    );
  return (
    <div className="page-column">
      <div className="page-bar">
        <h1>Capture {visible(context.name, 120)}</h1>
        <span className="muted mono scope-server">{entry?.cluster == null ? '' : visible(entry.cluster.server, 200)}</span>
      </div>
      {entry?.cluster?.insecure === true ? (
        <AlertNotice>
          This kubeconfig says not to check the server’s certificate: whoever is between here and the server can read and change
          everything.
        </AlertNotice>
      ) : null}
      <div className="page-scroll">
        {listed.isPending ? <LoadingState label="Reading kubeconfig files" /> : null}
        {listed.isError && listed.data === undefined ? (
          <ErrorState fault={problemOf(listed.error)} onRetry={() => void listed.refetch()} />
        ) : null}
        {listed.data !== undefined && entry === undefined ? (
          <EmptyState
            title={`There is no context ${visible(context.name, 120)}`}
            action={
              <Link href={routes.clusters} className="ui-button ui-button-primary">
                All clusters
              </Link>
            }
          >
            Its file may have changed, or it was added in another run of the program.
          </EmptyState>
        ) : null}
        {entry === undefined ? null : (
          <div className="scope">
            <section className="section" aria-labelledby="scope-title">
              <div className="section-head">
                <h2 id="scope-title">What to read</h2>
              </div>
              <CaptureForm form={form} onChange={setForm} />
              <TextField
                label="Title of the snapshot"
                value={title}
                onChange={setTitle}
                placeholder={visible(context.name, 80)}
                maxLength={200}
              />
            </section>
            <div className="scope-plan">
              <Plan options={planned} />
            </div>
          </div>
        )}
        {start.isError ? <ErrorState fault={problemOf(start.error)} inline /> : null}
      </div>
      {entry === undefined ? null : (
        <footer className="ui-actions">
          <Button
            variant="primary"
            disabled={!usable || start.isPending || budgetOf(form) === null || wrong}
            busy={start.isPending}
            onClick={capture}
          >
            Capture
          </Button>
          <Link href={routes.clusters} className="ui-button ui-button-plain">
            Back to clusters
          </Link>
          {usable ? (
            <span className="muted">Nothing has been asked of the server so far.</span>
          ) : (
            <span className="is-alert">This entry cannot be used: its cluster or user is not defined.</span>
          )}
        </footer>
      )}
      <StatusLine facts={['nothing connects by itself']} />
    </div>
  );
};
