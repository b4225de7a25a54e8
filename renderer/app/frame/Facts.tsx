import type { ReactElement, ReactNode } from 'react';
import type { SnapshotOrigin, SnapshotSummary } from '#contract/snapshot';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { countText, durationText } from '#renderer/ui/time.ts';
import { isProduction } from './cluster-colour.ts';

const sources: Readonly<Record<SnapshotOrigin, string>> = {
  cluster: 'live cluster',
  bundle: 'bundle',
  dump: 'kubectl dump',
  demo: 'demo',
  manifests: 'manifests',
};

const Fact = ({
  label,
  children,
  title,
  wide = false,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly title?: string;
  readonly wide?: boolean;
}): ReactElement => (
  <div className={`fact ${wide ? 'fact-wide' : ''}`} title={title}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const writesOf = (snapshot: SnapshotSummary): { readonly text: string; readonly title: string } =>
  snapshot.meta.context !== null && snapshot.meta.origin === 'cluster'
    ? {
        text: 'no writes, dry-run on click',
        title: 'Nothing is written. A server dry-run of a patch is sent only on your click.',
      }
    : { text: 'none, no cluster', title: 'This snapshot belongs to no reachable cluster: nothing is sent anywhere.' };

interface Capturing {
  readonly name: string;
  readonly elapsedMs: number;
}

const Production = ({ name }: { readonly name: string }): ReactElement | null =>
  isProduction(name) ? (
    <span className="tag-production" title="Read from the context’s name">
      production
    </span>
  ) : null;

/** On the page of a capture that runs, the facts are the capture's: nothing of it is known for certain yet. */
export const CaptureFacts = ({ name, elapsedMs }: Capturing): ReactElement => (
  <dl className="facts" aria-label="What is open">
    <Fact label="Context" wide>
      <Production name={name} />
      <MiddleTruncate text={name} />
    </Fact>
    <Fact label="Source">capturing</Fact>
    <Fact label="Data">{durationText(elapsedMs)}, not complete</Fact>
    <Fact label="Writes" title="A capture sends reads and reviews of its own rights.">
      <Icon name="lock" size={12} />
      none, a capture only reads
    </Fact>
  </dl>
);

/** What a responder must never have to look for. */
export const Facts = ({ snapshot }: { readonly snapshot: SnapshotSummary | undefined }): ReactElement => {
  if (snapshot === undefined)
    return (
      <dl className="facts" aria-label="What is open">
        <Fact label="Context">
          <span className="muted">no snapshot open</span>
        </Fact>
      </dl>
    );
  const { meta, unknown } = snapshot;
  const writes = writesOf(snapshot);
  return (
    <dl className="facts" aria-label="What is open">
      <Fact label="Context" wide>
        <Production name={meta.name} />
        <MiddleTruncate text={meta.name} />
      </Fact>
      <Fact label="As" wide>
        {meta.capturedAs === null ? <span className="muted">not known</span> : <MiddleTruncate text={meta.capturedAs} />}
      </Fact>
      <Fact label="Source">
        {sources[meta.origin]}
        {meta.insecureTls ? (
          <span className="fact-alert" title="The server’s certificate is not checked for this cluster">
            insecure TLS
          </span>
        ) : null}
      </Fact>
      <Fact label="Data">
        <RelativeTime time={meta.capturedUntil} suffix=" old" />
        {meta.partial ? <span className="is-unknown">, partial</span> : null}
      </Fact>
      <Fact
        label="Coverage"
        title={
          snapshot.coverage.percent === null
            ? 'No cluster was read'
            : `${countText(snapshot.coverage.full)} of ${countText(snapshot.coverage.cells)} cells that rules need were read in full`
        }
      >
        {unknown === 0 ? (
          'nothing unknown'
        ) : (
          <span className="is-unknown fact-unknown">
            <Icon name="unknown" size={13} />
            {countText(unknown)} unknown
          </span>
        )}
      </Fact>
      <Fact label="Writes" title={writes.title}>
        <Icon name="lock" size={12} />
        {writes.text}
      </Fact>
    </dl>
  );
};
