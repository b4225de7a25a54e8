import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { type ClusterNote, dueAt } from '#contract/settings';
import type { SnapshotOrigin, SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { staleFor, useStanding } from '#renderer/app/standing.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Name } from '#renderer/ui/Name.tsx';
import { RelativeTime, useNow } from '#renderer/ui/RelativeTime.tsx';
import { absoluteText, countText, durationText } from '#renderer/ui/time.ts';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { environmentOf } from './cluster-colour.ts';

const sources: Readonly<Record<SnapshotOrigin, { readonly text: string; readonly title: string }>> = {
  cluster: { text: 'live cluster', title: 'Read from a cluster’s API server. What is shown is what it was then.' },
  bundle: { text: 'bundle', title: 'An evidence bundle that was imported. No cluster is asked.' },
  dump: { text: 'kubectl dump', title: 'What kubectl get printed. No cluster is asked.' },
  demo: { text: 'demo', title: 'The built-in example. There is no such cluster.' },
  manifests: { text: 'manifests', title: 'Files, not a cluster.' },
};

interface FactProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Beside the label: what is out of the ordinary. */
  readonly flag?: ReactNode;
  readonly wide?: boolean;
}

const Fact = ({ label, children, flag, wide = false }: FactProps): ReactElement => (
  <div className={`fact ${wide ? 'fact-wide' : ''}`}>
    <dt>
      {label}
      {flag}
    </dt>
    <dd>{children}</dd>
  </div>
);

/** A value that leads to where more is told of it; what it means is told on hover and focus. */
const Told = ({
  href,
  title,
  children,
}: {
  readonly href: string;
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement => (
  <Tooltip text={title}>
    <Link href={href} className="fact-value">
      {children}
    </Link>
  </Tooltip>
);

const EnvironmentTag = ({ name, note }: { readonly name: string; readonly note: ClusterNote | null }): ReactElement | null => {
  const found = environmentOf(name, note);
  if (found === null) return null;
  return (
    <span
      className={found.word === 'production' ? 'tag-production' : 'tag-environment'}
      title={found.guessed ? 'Read from the context’s name' : 'Said in Clusters'}
    >
      {found.word}
    </span>
  );
};

const day = 86_400_000;

const Age = ({ snapshot, note }: { readonly snapshot: SnapshotSummary; readonly note: ClusterNote | null }): ReactElement => {
  const now = useNow();
  const stale = useStanding(state => staleFor(state.stale, snapshot.meta));
  const { meta } = snapshot;
  const until = Date.parse(meta.capturedUntil);
  const due = dueAt(note, until);
  const overdue = meta.origin === 'cluster' && due !== null && due < now;
  const old = meta.origin === 'cluster' && (stale !== null || now - until > day);
  const flags = [overdue ? 'overdue' : old ? 'stale' : '', meta.partial ? 'partial' : ''].filter(Boolean);
  return (
    <Fact
      label="Data"
      flag={flags.map(flag => (
        <span key={flag} className={flag === 'partial' ? 'fact-flag is-unknown' : 'fact-flag'}>
          {flag}
        </span>
      ))}
    >
      <Told
        href={meta.origin === 'cluster' ? routes.context(meta.context) : routes.snapshots}
        title={`Read until ${absoluteText(meta.capturedUntil)}.${meta.partial ? ' The capture ended before everything was read.' : ''}${overdue ? ' A newer one was wanted by now.' : ''}`}
      >
        {old || overdue ? <Icon name="clock" size={12} /> : null}
        <RelativeTime time={meta.capturedUntil} suffix=" old" plain />
      </Told>
    </Fact>
  );
};

const impersonation = ({ meta }: SnapshotSummary): string | null => {
  const found = meta.impersonate;
  if (found === undefined) return null;
  const groups = found.groups.length === 0 ? '' : `, groups ${found.groups.join(', ')}`;
  return `Impersonated: ${found.user ?? 'the kubeconfig’s user'}${groups}.`;
};

const As = ({ snapshot }: { readonly snapshot: SnapshotSummary }): ReactElement => {
  const impersonated = impersonation(snapshot);
  return (
    <Fact
      label="As"
      wide
      flag={
        impersonated === null ? null : (
          <span className="fact-flag" title={visible(impersonated, 600)}>
            impersonated
          </span>
        )
      }
    >
      {snapshot.meta.capturedAs === null ? (
        <span className="muted">not known</span>
      ) : (
        <Name text={snapshot.meta.capturedAs} label={impersonated === null ? 'As' : 'Impersonated as'} />
      )}
    </Fact>
  );
};

const Unknown = ({ snapshot }: { readonly snapshot: SnapshotSummary }): ReactElement => {
  const { unknown, coverage, id } = snapshot;
  const read =
    coverage.percent === null
      ? 'No cluster was read.'
      : `${countText(coverage.full)} of ${countText(coverage.cells)} cells that rules need were read in full.`;
  return (
    <Fact label="Coverage">
      <Told href={routes.coverage(id)} title={read}>
        {unknown === 0 ? (
          'nothing unknown'
        ) : (
          <span className="is-unknown fact-unknown">
            <Icon name="unknown" size={13} />
            {countText(unknown)} unknown
          </span>
        )}
      </Told>
    </Fact>
  );
};

interface Writes {
  readonly text: string;
  /** Left out where there is little room: the lock says it. */
  readonly more: string;
  readonly title: string;
}

const writesOf = ({ meta }: SnapshotSummary, readOnly: boolean): Writes => {
  if (meta.context === null || meta.origin !== 'cluster')
    return {
      more: '',
      text: 'none, no cluster',
      title: 'This snapshot belongs to no reachable cluster: nothing is sent anywhere.',
    };
  return readOnly
    ? { more: '', text: 'read-only', title: 'Read-only mode is on: nothing but reads is sent, and a dry-run is refused too.' }
    : {
        more: 'no writes, ',
        text: 'dry-run on click',
        title: 'Nothing is written. A server dry-run of a patch is sent only on your click.',
      };
};

interface Capturing {
  readonly name: string;
  readonly elapsedMs: number;
  readonly note: ClusterNote | null;
}

/** On the page of a capture that runs, the facts are the capture's: nothing of it is known for certain yet. */
export const CaptureFacts = ({ name, elapsedMs, note }: Capturing): ReactElement => (
  <dl className="facts" aria-label="What is open">
    <Fact label="Context" wide>
      <EnvironmentTag name={name} note={note} />
      <Name text={name} label="Context" />
    </Fact>
    <Fact label="Source">capturing</Fact>
    <Fact label="Data">{durationText(elapsedMs)}, not complete</Fact>
    <Fact label="Writes">
      <Icon name="lock" size={12} />
      none, a capture only reads
    </Fact>
  </dl>
);

interface Props {
  readonly snapshot: SnapshotSummary | undefined;
  readonly note: ClusterNote | null;
  readonly readOnly: boolean;
}

/** What a responder must never have to look for. */
export const Facts = ({ snapshot, note, readOnly }: Props): ReactElement => {
  if (snapshot === undefined)
    return (
      <dl className="facts" aria-label="What is open">
        <Fact label="Context">
          <span className="muted">no snapshot open</span>
        </Fact>
      </dl>
    );
  const { meta } = snapshot;
  const source = sources[meta.origin];
  const writes = writesOf(snapshot, readOnly);
  return (
    <dl className="facts" aria-label="What is open">
      <Fact label="Context" wide>
        <EnvironmentTag name={meta.name} note={note} />
        <Name text={meta.name} label="Context" />
      </Fact>
      <As snapshot={snapshot} />
      <Fact
        label="Source"
        flag={
          meta.insecureTls ? (
            <span className="fact-flag fact-alert" title="The server’s certificate is not checked for this cluster.">
              insecure TLS
            </span>
          ) : null
        }
      >
        <Told
          href={routes.snapshots}
          title={`${source.title}${meta.insecureTls ? ' The server’s certificate was not checked.' : ''}`}
        >
          {source.text}
        </Told>
      </Fact>
      <Age snapshot={snapshot} note={note} />
      <Unknown snapshot={snapshot} />
      <Fact label="Writes">
        <Told href={routes.context(meta.context)} title={writes.title}>
          <Icon name="lock" size={12} />
          <span>
            {writes.more === '' ? null : <span className="fact-more">{writes.more}</span>}
            {writes.text}
          </span>
        </Told>
      </Fact>
    </dl>
  );
};
