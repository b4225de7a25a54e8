import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Recheck, RecheckVerdict } from '#contract/recheck';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { absoluteText, clockText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { countWords, dismissLook, scopeWords, type Seen, stateWords } from '../rechecks.ts';

const needText = ({ verb, resource, group, namespace }: RecheckVerdict['needs'][number]): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? ', cluster-wide' : ` in ${namespace}`}`;

const Times = ({ look }: { readonly look: Recheck }): ReactElement => (
  <>
    <span title={absoluteText(look.readUntil)}>Read {clockText(look.readUntil)}</span>, the snapshot is of{' '}
    <span title={absoluteText(look.capturedAt)}>{absoluteText(look.capturedAt)}</span>; {plural(look.requests, 'request')}.
  </>
);

const Needs = ({ needs }: Pick<RecheckVerdict, 'needs'>): ReactElement | null =>
  needs.length === 0 ? null : (
    <p>
      This right would answer it: <span className="mono">{visible(needs.map(needText).join(', '), 300)}</span>
    </p>
  );

/** Over a finding's detail: what a second look says, with both times. The detail below stays the snapshot's. */
export const FindingLayer = ({ seen: { look, verdict } }: { readonly seen: Seen }): ReactElement => (
  <aside className={`recheck recheck-${verdict.state}`} aria-label="Second look">
    <p className="recheck-head">
      <Icon name="retry" size={13} />
      <strong>Checked again: {stateWords[verdict.state]}</strong>
      <Button variant="quiet" onClick={() => dismissLook(look)}>
        Dismiss
      </Button>
    </p>
    {verdict.notes.map(note => (
      <p key={note}>{visible(note, 600)}</p>
    ))}
    <Needs needs={verdict.needs} />
    <p className="muted small">
      <Times look={look} /> All below is the snapshot.
    </p>
  </aside>
);

const shownRows = 8;

const Row = ({ verdict, snapshot }: { readonly verdict: RecheckVerdict; readonly snapshot: string }): ReactElement => (
  <li className="recheck-row">
    <span className="recheck-state">{stateWords[verdict.state]}</span>
    <SeverityGlyph severity={verdict.severity} unknown={verdict.state === 'unknown'} size={12} />
    {verdict.state === 'new' || verdict.state === 'unknown' ? (
      <span>{visible(verdict.message, 300)}</span>
    ) : (
      <Link href={routes.finding(snapshot, verdict.finding)}>{visible(verdict.message, 300)}</Link>
    )}
    {verdict.notes[0] === undefined ? null : <span className="muted">{visible(verdict.notes[0], 300)}</span>}
  </li>
);

/** Above the list: a second look at an object or a namespace, what it found unfolded on demand. */
export const ListLayer = ({ look }: { readonly look: Recheck }): ReactElement => {
  const other = look.verdicts.filter(verdict => verdict.state !== 'still');
  return (
    <section className="recheck recheck-list" aria-label={`Second look at ${scopeWords(look.scope)}`}>
      <p className="recheck-head">
        <Icon name="retry" size={13} />
        <span>
          <strong>Checked again: {visible(scopeWords(look.scope), 300)}</strong>{' '}
          {look.verdicts.length === 0 ? 'no finding then, and none now' : countWords(look)}.{' '}
          <span className="muted">
            <Times look={look} /> The list is the snapshot.
          </span>
        </span>
        <Button variant="quiet" onClick={() => dismissLook(look)}>
          Dismiss
        </Button>
      </p>
      {other.length === 0 ? null : (
        <details>
          <summary>{plural(other.length, 'difference')}</summary>
          <ul>
            {other.slice(0, shownRows).map(verdict => (
              <Row key={`${verdict.state} ${verdict.finding}`} verdict={verdict} snapshot={look.snapshot} />
            ))}
          </ul>
          {other.length + look.omitted > shownRows ? (
            <p className="muted">and {other.length + look.omitted - shownRows} more; capture again to see them all.</p>
          ) : null}
        </details>
      )}
    </section>
  );
};
