import type { CSSProperties, ReactElement, ReactNode } from 'react';
import type { InventoryEntry } from '#contract/inventory';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime, useNow } from '#renderer/ui/RelativeTime.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { environmentOf, shownProblems } from '../inventory.ts';
import { authText, dueText } from '../words.ts';

const Tag = ({ children, kind = '' }: { readonly children: ReactNode; readonly kind?: 'is-alert' | '' }): ReactElement => (
  <span className={`context-tag ${kind}`}>{children}</span>
);

/** Production is told apart from all else, whoever said it: the person or the name. */
export const EnvironmentTag = ({ entry }: { readonly entry: InventoryEntry }): ReactElement | null => {
  const environment = environmentOf(entry);
  if (environment === '') return null;
  const said = entry.note?.environment === environment;
  return environment === 'production' ? (
    <span className="tag-production" title={said ? 'As you noted' : 'Read from the context’s name'}>
      production
    </span>
  ) : (
    <Tag>{environment}</Tag>
  );
};

export const ContextTags = ({ entry }: { readonly entry: InventoryEntry }): ReactElement => (
  <>
    <EnvironmentTag entry={entry} />
    {entry.current ? <Tag>current</Tag> : null}
    {entry.readOnly ? <Tag>read-only</Tag> : null}
    {entry.cluster?.insecure === true ? <Tag kind="is-alert">insecure TLS</Tag> : null}
  </>
);

const Captured = ({ entry }: { readonly entry: InventoryEntry }): ReactElement => {
  const now = useNow();
  if (entry.last === null)
    return (
      <>
        <span className="is-unknown context-due">
          <Icon name="unknown" size={12} />
          never captured
        </span>
        <span className="muted small">{entry.note?.cadenceHours == null ? '' : 'a cadence is wanted'}</span>
      </>
    );
  const due = dueText(entry, now);
  return (
    <>
      <span>
        <RelativeTime time={entry.last.capturedAt} suffix=" ago" />
        {entry.last.partial ? <span className="is-unknown">, partial</span> : null}
      </span>
      <span className={`small ${entry.due === 'overdue' ? 'is-alert context-due' : 'muted'}`}>
        {entry.due === 'overdue' ? <Icon name="clock" size={11} /> : null}
        {due}
      </span>
    </>
  );
};

const bandOf = (entry: InventoryEntry): string =>
  environmentOf(entry) === 'production' ? 'var(--prod)' : (entry.note?.colour ?? 'transparent');

interface Props {
  readonly id: string;
  readonly entry: InventoryEntry;
  readonly rowIndex: number;
  readonly style: CSSProperties;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

export const InventoryRow = ({ id, entry, rowIndex, style, selected, onSelect }: Props): ReactElement => {
  const band: CSSProperties & Record<'--band', string> = { ...style, '--band': bandOf(entry) };
  const more = entry.problems.length - shownProblems;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      className={`context ${selected ? 'is-selected' : ''}`}
      style={band}
      onClick={onSelect}
    >
      <div className="context-columns" role="presentation">
        <div role="gridcell" className="context-cell">
          <span className="context-first">
            <MiddleTruncate text={entry.name} className="strong" />
            <ContextTags entry={entry} />
          </span>
          {entry.cluster === null ? (
            <span className="muted small">no cluster</span>
          ) : (
            <MiddleTruncate text={entry.cluster.server} className="mono muted" />
          )}
        </div>
        <div role="gridcell" className="context-cell context-user">
          {entry.user === null ? <span className="muted">no user</span> : <MiddleTruncate text={entry.user.name} />}
          <span className="muted small context-cut">
            {entry.user === null ? '' : authText(entry)}
            {entry.namespace === null ? '' : `, in ${visible(entry.namespace, 80)}`}
          </span>
        </div>
        <div role="gridcell" className="context-cell context-owner">
          <span className="context-cut">{entry.note === null ? '' : visible(entry.note.owner, 120)}</span>
          <span className="muted small">
            {(entry.note?.criticality ?? '') === '' ? '' : `${entry.note?.criticality} criticality`}
          </span>
        </div>
        <div role="gridcell" className="context-cell">
          <Captured entry={entry} />
        </div>
      </div>
      {entry.problems.length === 0 ? null : (
        <div role="presentation">
          {entry.problems.slice(0, shownProblems).map(problem => (
            <p key={problem} className="context-problem">
              <Icon name="warning" size={12} />
              <span className="context-cut" title={visible(problem, 600)}>
                {visible(problem, 600)}
              </span>
            </p>
          ))}
          {more > 0 ? <p className="context-problem">and {more} more</p> : null}
        </div>
      )}
    </div>
  );
};
