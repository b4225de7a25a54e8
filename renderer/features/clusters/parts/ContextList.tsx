import type { ReactElement } from 'react';
import type { ContextEntry, ContextSource } from '#contract/context';
import type { SnapshotSummary } from '#contract/snapshot';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

export const authWords: Readonly<Record<string, string>> = {
  clientCertificate: 'client certificate',
  token: 'token',
  tokenFile: 'token file',
  basic: 'password',
  exec: 'plugin',
  authProvider: 'OIDC',
  impersonate: 'impersonation',
};

const kinds: Readonly<Record<ContextSource['kind'], string>> = {
  default: 'default file',
  environment: 'KUBECONFIG',
  flag: 'named at start',
  file: 'added file',
  folder: 'added folder',
  pasted: 'pasted, in memory only',
};

export const isSame = (entry: ContextEntry, source: string | null, name: string | null): boolean =>
  entry.source === source && entry.name === name;

interface RowProps {
  readonly entry: ContextEntry;
  readonly last: SnapshotSummary | undefined;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

const ContextRow = ({ entry, last, selected, onSelect }: RowProps): ReactElement => (
  <li className={`context ${selected ? 'is-selected' : ''}`}>
    <button type="button" className="context-button" aria-pressed={selected} onClick={onSelect}>
      <span className="context-first">
        <MiddleTruncate text={entry.name} className="strong" />
        {entry.current ? <span className="context-tag">current</span> : null}
        {entry.cluster?.insecure === true ? <span className="context-tag is-alert">insecure TLS</span> : null}
        <span className="spacer" />
        <span className="muted small">
          {last === undefined ? (
            'never captured'
          ) : (
            <>
              captured <RelativeTime time={last.meta.capturedUntil} suffix=" ago" />
            </>
          )}
        </span>
      </span>
      <span className="context-second muted small">
        {entry.cluster === null ? 'no cluster' : <MiddleTruncate text={entry.cluster.server} className="mono" />}
        <span className="context-auth">
          {entry.user === null ? 'no user' : entry.user.auth.map(kind => authWords[kind] ?? kind).join(', ') || 'anonymous'}
        </span>
      </span>
      {entry.problems.map(problem => (
        <span key={problem} className="context-problem">
          <Icon name="warning" size={12} />
          <span>{visible(problem, 600)}</span>
        </span>
      ))}
    </button>
  </li>
);

interface Props {
  readonly sources: readonly ContextSource[];
  readonly contexts: readonly ContextEntry[];
  readonly snapshots: readonly SnapshotSummary[];
  readonly source: string | null;
  readonly name: string | null;
  readonly onSelect: (entry: ContextEntry) => void;
  readonly onRemove: (source: ContextSource) => void;
}

const newestOf = (snapshots: readonly SnapshotSummary[], entry: ContextEntry): SnapshotSummary | undefined =>
  snapshots
    .filter(({ meta }) => meta.context?.source === entry.source && meta.context.name === entry.name)
    .reduce<SnapshotSummary | undefined>(
      (newest, next) => (newest === undefined || next.meta.capturedUntil > newest.meta.capturedUntil ? next : newest),
      undefined,
    );

/** Contexts under the file that they come from, each with what is wrong with it. */
export const ContextList = ({ sources, contexts, snapshots, source, name, onSelect, onRemove }: Props): ReactElement => (
  <div className="sources">
    {sources.map(entry => {
      const own = contexts.filter(context => context.source === entry.id);
      return (
        <section key={entry.id} className="source" aria-label={entry.label}>
          <div className="source-head">
            <MiddleTruncate text={entry.label} className="mono" />
            <span className="muted small">
              {kinds[entry.kind]}, {plural(own.length, 'context')}
            </span>
            <span className="spacer" />
            {entry.kind === 'pasted' || entry.kind === 'file' || entry.kind === 'folder' ? (
              <button type="button" className="link small" onClick={() => onRemove(entry)}>
                Remove
              </button>
            ) : null}
          </div>
          {entry.problems.map(problem => (
            <p key={problem} className="context-problem source-problem">
              <Icon name="warning" size={12} />
              <span>{visible(problem, 600)}</span>
            </p>
          ))}
          <ul>
            {own.map(context => (
              <ContextRow
                key={context.name}
                entry={context}
                last={newestOf(snapshots, context)}
                selected={isSame(context, source, name)}
                onSelect={() => onSelect(context)}
              />
            ))}
          </ul>
        </section>
      );
    })}
  </div>
);
