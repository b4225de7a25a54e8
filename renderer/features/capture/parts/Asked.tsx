import type { ReactElement } from 'react';
import type { CaptureProgress } from '#contract/capture';
import { useLive } from '#renderer/app/live.ts';
import { bytesText, countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

/** What the capture has told the server and heard from it, in numbers. */
export const Asked = ({ progress }: { readonly progress: CaptureProgress }): ReactElement => {
  const stderr = useLive(state => state.stderr);
  return (
    <>
      <section className="section" aria-labelledby="asked-title">
        <div className="section-head">
          <h2 id="asked-title">Asked of the server</h2>
        </div>
        <dl className="pairs asked-pairs">
          <dt>Requests</dt>
          <dd>{countText(progress.requests)}</dd>
          <dt>Tried again</dt>
          <dd>{countText(progress.retries)}</dd>
          <dt>Slowed down</dt>
          <dd>{progress.throttled === 0 ? 'never' : `${plural(progress.throttled, 'time')} by the server (429)`}</dd>
          <dt>Read</dt>
          <dd>
            {bytesText(progress.bytes)}, {plural(progress.objects, 'object')}
          </dd>
        </dl>
        <p className="muted">Nothing is written. Secrets come as a table of names and types: no value is sent.</p>
      </section>
      {stderr.length === 0 ? null : (
        <section className="section" aria-labelledby="stderr-title">
          <div className="section-head">
            <h2 id="stderr-title">The login program says</h2>
          </div>
          <pre className="stderr mono">{stderr.map(({ line }) => visible(line, 500)).join('\n')}</pre>
        </section>
      )}
    </>
  );
};
