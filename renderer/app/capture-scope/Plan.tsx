import type { ReactElement } from 'react';
import type { CaptureOptions } from '#contract/capture';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { Code } from '#renderer/ui/Code.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { countsOf, readsSecrets } from './plan-counts.ts';

const mostLines = 500;

/** What a capture would send, before it does, and the least role that it needs. */
export const Plan = ({ options }: { readonly options: CaptureOptions }): ReactElement => {
  const plan = useCall('capture.plan', { options }, { keep: true });
  if (plan.isError) return <ErrorState fault={problemOf(plan.error)} inline onRetry={() => void plan.refetch()} />;
  if (plan.data === undefined) return <LoadingState label="Counting what would be asked" />;
  const { requests, budget, role } = plan.data;
  const counts = countsOf(requests);
  const asked = [
    plural(counts.lists, 'list'),
    `${plural(counts.discovery, 'request')} of discovery`,
    `${plural(counts.reviews, 'review')} of your own rights`,
    ...(counts.conditional === 0
      ? []
      : [`${plural(counts.conditional, 'kind')} of requests only where something is denied or a right is there`]),
  ].join(', ');
  return (
    <>
      <section className="section" aria-labelledby="plan-title">
        <div className="section-head">
          <h2 id="plan-title">What will be asked</h2>
          <span className="section-note">at most {countText(budget)} requests</span>
        </div>
        <p>{asked}. A list goes on, 500 objects a page, while the server has more.</p>
        <p className="muted small">
          Reads and reviews, nothing else. Secrets are asked for as a table of names and types: no value is sent.
        </p>
        <ul className="planned" aria-label="Planned requests" tabIndex={0}>
          {requests.slice(0, mostLines).map(({ method, path, why }) => (
            <li key={`${method} ${path} ${why}`} title={visible(why, 300)}>
              <span className="planned-method">{method}</span> <span className="mono">{visible(path, 300)}</span>
            </li>
          ))}
          {requests.length > mostLines ? <li className="muted">and {countText(requests.length - mostLines)} more</li> : null}
        </ul>
      </section>
      <section className="section" aria-labelledby="role-title">
        <div className="section-head">
          <h2 id="role-title">The least role for it</h2>
          <CopyButton text={role}>Copy role</CopyButton>
        </div>
        <Code text={role} label="Role as YAML" />
        <p className="muted small">
          What else it allows: its holder may list these resources with any client
          {readsSecrets(requests) ? ', and a list of Secrets gives their values to any other client' : ''}. It allows no write, no
          watch, no exec and no proxy to nodes.
        </p>
      </section>
    </>
  );
};
