import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { DetailTitle } from '#renderer/app/DetailTitle.tsx';
import { callKey, problemOf, useCommand } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { absoluteText, bytesText, countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { bundleWords, sourceWords } from '../words.ts';

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly onExport: () => void;
  readonly exporting: boolean;
  readonly onDelete: () => void;
  readonly onWindow: () => void;
}

const Pair = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** What a person writes: kept when the field is left, or by its button. */
const Written = ({ snapshot }: { readonly snapshot: SnapshotSummary }): ReactElement => {
  const queries = useQueryClient();
  const update = useCommand('snapshots.update');
  const [title, setTitle] = useState(snapshot.title);
  const [notes, setNotes] = useState(snapshot.notes ?? '');
  const changed = {
    ...(title.trim() !== '' && title.trim() !== snapshot.title ? { title: title.trim() } : {}),
    ...(notes === (snapshot.notes ?? '') ? {} : { notes }),
  };
  const dirty = Object.keys(changed).length > 0;
  const save = (): void => {
    if (!dirty || update.isPending) return;
    update.mutate(
      { snapshot: snapshot.id, ...changed },
      {
        onSuccess: summary => {
          queries.setQueryData(callKey('snapshots.get', { snapshot: summary.id }), summary);
          void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
        },
      },
    );
  };
  return (
    <section className="section" aria-label="Title and notes">
      <TextField
        label="Title"
        value={title}
        onChange={setTitle}
        maxLength={200}
        onEnter={save}
        onBlur={save}
        error={title.trim() === '' ? 'A snapshot needs a title.' : null}
      />
      <TextField
        label="Notes"
        hint="Kept with the snapshot on this machine. They are no part of the evidence and of an exported bundle."
        value={notes}
        onChange={setNotes}
        rows={5}
        maxLength={20_000}
        onBlur={save}
      />
      <p className="muted small" role="status">
        {update.isPending ? 'Saving' : dirty ? 'Not saved yet: leave the field to save it.' : update.isSuccess ? 'Saved.' : ''}
      </p>
      {update.isError ? <ErrorState fault={problemOf(update.error)} inline onRetry={save} /> : null}
    </section>
  );
};

/** One snapshot of the library: what it is, what was written about it, what can be done with it. */
export const SnapshotDetail = ({ snapshot, onExport, exporting, onDelete, onWindow }: Props): ReactElement => {
  const { meta, bundle, coverage } = snapshot;
  return (
    <article className="detail" aria-label="Snapshot">
      <header className="panel-head">
        <DetailTitle>{visible(snapshot.title, 200)}</DetailTitle>
        <p className="panel-sub">{visible(sourceWords(snapshot), 300)}</p>
      </header>
      <div className="panel-scroll">
        <Written key={snapshot.id} snapshot={snapshot} />
        <section className="section" aria-labelledby="what-title">
          <div className="section-head">
            <h2 id="what-title">What it is</h2>
          </div>
          <dl className="pairs">
            <Pair name="Cluster">
              {visible(meta.name, 200)}
              {meta.server === null ? null : <span className="mono muted block">{visible(meta.server, 300)}</span>}
            </Pair>
            <Pair name="Read">
              {absoluteText(meta.capturedAt)}
              {meta.partial ? <span className="is-unknown">, in part</span> : null}
            </Pair>
            <Pair name="Server">{meta.serverVersion ?? 'version not known'}</Pair>
            <Pair name="Holds">
              {countText(snapshot.objects)} objects, {bytesText(snapshot.bytes)} on disk
            </Pair>
            <Pair name="Checks">
              {countText(snapshot.passed)} passed, {countText(snapshot.failed)} failed,{' '}
              <span className={snapshot.unknown === 0 ? '' : 'is-unknown'}>{countText(snapshot.unknown)} unknown</span>
            </Pair>
            <Pair name="Coverage">
              {coverage.percent === null ? (
                'no list of what a cluster has'
              ) : (
                <Link href={routes.coverage(snapshot.id)}>
                  {countText(coverage.full)} of {countText(coverage.cells)} cells that rules need
                </Link>
              )}
            </Pair>
            <Pair name="Rules">
              <span className="mono">{visible(snapshot.rulesVersion, 80)}</span>, {countText(snapshot.rules)} of them
            </Pair>
          </dl>
        </section>
        <section className="section" aria-labelledby="bundle-title">
          <div className="section-head">
            <h2 id="bundle-title">Bundle</h2>
            {bundle === undefined ? null : <CopyButton text={bundle.identity}>Copy identity</CopyButton>}
          </div>
          {bundle === undefined ? (
            <p className="muted">It was neither imported from a bundle nor exported as one, so there is nothing to verify.</p>
          ) : (
            <>
              <p>{bundleWords(bundle)}</p>
              <p className="mono muted check-identity">{bundle.identity}</p>
            </>
          )}
        </section>
      </div>
      <footer className="ui-actions">
        <Link href={routes.findings(snapshot.id)} className="ui-button ui-button-primary">
          Open findings
        </Link>
        <Button onClick={onWindow}>New window</Button>
        <Button onClick={onExport} busy={exporting} disabled={exporting} keyHint="E">
          {exporting ? 'Exporting' : 'Export'}
        </Button>
        <Button variant="danger" onClick={onDelete}>
          Delete
        </Button>
      </footer>
    </article>
  );
};
