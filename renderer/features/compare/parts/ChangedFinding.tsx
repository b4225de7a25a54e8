import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { CompareFinding, CompareSummary } from '#contract/compare';
import { routes } from '#renderer/app/routes.ts';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Picked } from '../compare-state.ts';
import { placeOf, wordOf } from '../words.ts';
import { ChangeTag } from './CompareLine.tsx';

interface Props {
  readonly summary: CompareSummary;
  readonly row: CompareFinding;
  readonly onSelect: (picked: Picked) => void;
}

const meaning: Readonly<Record<CompareFinding['change'], string>> = {
  new: 'It is in the later snapshot, and was not in the earlier one.',
  'newly-known': 'It is in the later snapshot. The earlier one could not tell, so it may be old.',
  fixed: 'It was in the earlier snapshot, and is no longer there: all that the rule needs was read.',
  changed: 'It is in both, and says something else.',
  'no-longer-known': 'It was in the earlier snapshot. The later one could not tell, so it is not counted as fixed.',
};

const Cause = ({ row, onSelect }: Omit<Props, 'summary'>): ReactElement | null => {
  const { cause, change } = row;
  if (cause === null)
    return change === 'new' || change === 'fixed' ? (
      <section className="compare-part" aria-label="Cause">
        <h3>Cause</h3>
        <p>No change among the objects explains it.</p>
      </section>
    ) : null;
  return (
    <section className="compare-part" aria-label="Cause">
      <h3>Cause</h3>
      <p>{visible(cause.what, 800)}</p>
      <p>
        <button type="button" className="link" onClick={() => onSelect({ is: 'object', id: cause.key })}>
          Show the change
        </button>
        {cause.more === 0 ? null : <span className="muted"> · {plural(cause.more, 'other change')} may have a part in it</span>}
      </p>
    </section>
  );
};

/** One finding of the two snapshots: what became of it, and the change that caused it. */
export const ChangedFinding = ({ summary, row, onSelect }: Props): ReactElement => {
  const snapshot = row.side === 'after' ? summary.after : summary.before;
  return (
    <article className="detail" aria-label="Finding">
      <header className="panel-head">
        <h2>{visible(row.message, 800)}</h2>
        <p className="panel-sub">
          <ChangeTag said={wordOf('findings', row.change)} />
          <span>
            · <SeverityGlyph severity={row.severity} size={12} /> {severityWord(row.severity)}
          </span>
          <span>
            · {visible(row.kind, 80)} <span className="mono">{visible(placeOf(row), 400)}</span>
          </span>
        </p>
      </header>
      <div className="panel-scroll">
        <section className="compare-part" aria-label="What became of it">
          <h3>What became of it</h3>
          <p>{meaning[row.change]}</p>
          {row.why === null ? null : <p>{visible(row.why, 800)}</p>}
          {row.severityBefore === null || row.severityBefore === row.severity ? null : (
            <p>
              Severity now {row.severity}, before {row.severityBefore}.
            </p>
          )}
          {row.messageBefore === null ? null : <p className="muted">Before: {visible(row.messageBefore, 800)}</p>}
        </section>
        <Cause row={row} onSelect={onSelect} />
        <section className="compare-part" aria-label="Rule">
          <h3>Rule</h3>
          <p>
            <Link href={routes.rule(row.ruleId)} className="mono">
              {visible(row.ruleId, 200)}
            </Link>
          </p>
        </section>
      </div>
      <footer className="ui-actions detail-actions">
        <Link href={routes.finding(snapshot.id, row.id)} className="ui-button ui-button-primary">
          {row.side === 'after' ? 'Open finding' : 'Open it as it was'}
        </Link>
      </footer>
    </article>
  );
};
