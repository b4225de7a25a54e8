import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { CompareFinding, CompareObjectDetail, CompareSummary, FieldChange } from '#contract/compare';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Diff } from '#renderer/ui/Diff.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { absoluteText, plural } from '#renderer/ui/time.ts';
import { visible, visibleLines } from '#renderer/ui/visible.ts';
import type { Picked } from '../compare-state.ts';
import { changeOfObject, leftOutReasons, placeOf, wordOf } from '../words.ts';
import { ChangeTag } from './CompareLine.tsx';

interface Props {
  readonly summary: CompareSummary;
  readonly objectKey: string;
  readonly whole: boolean;
  readonly onSelect: (picked: Picked) => void;
  /** Null: there is no room for anything but a page. */
  readonly onWhole: ((whole: boolean) => void) | null;
}

const Value = ({ text, sign }: { readonly text: string | null; readonly sign: 'before' | 'after' }): ReactElement | null =>
  text === null ? null : (
    <pre className={`compare-value is-${sign}`}>
      <span className="sr-only">{sign === 'before' ? 'before: ' : 'after: '}</span>
      {visibleLines(text, 1000)}
    </pre>
  );

const Field = ({ field }: { readonly field: FieldChange }): ReactElement => (
  <li className="compare-field">
    <span className="mono compare-path">{visible(field.path, 400)}</span>
    {field.leftOut === null ? null : <span className="muted small">does not count: {leftOutReasons[field.leftOut]}</span>}
    {field.change === 'reordered' ? <span className="muted small">another order</span> : null}
    <Value text={field.before} sign="before" />
    <Value text={field.after} sign="after" />
  </li>
);

const Fields = ({ detail }: { readonly detail: CompareObjectDetail }): ReactElement | null => {
  const counted = detail.fields.filter(field => field.leftOut === null);
  const left = detail.fields.filter(field => field.leftOut !== null);
  const [open, setOpen] = useState(counted.length === 0);
  if (detail.fields.length === 0) return null;
  return (
    <section className="compare-part" aria-label="Fields">
      <h3>{counted.length === 0 ? 'No field that counts differs' : plural(counted.length, 'field differs', 'fields differ')}</h3>
      <ul className="compare-fields">
        {counted.map(field => (
          <Field key={field.path} field={field} />
        ))}
      </ul>
      {left.length === 0 ? null : (
        <>
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'} {plural(left.length, 'difference')} that {left.length === 1 ? 'does' : 'do'} not count
          </button>
          {open ? (
            <ul className="compare-fields">
              {left.map(field => (
                <Field key={field.path} field={field} />
              ))}
            </ul>
          ) : null}
        </>
      )}
      {detail.omitted === 0 ? null : <p className="muted small">{plural(detail.omitted, 'more difference')} not listed here.</p>}
    </section>
  );
};

const Who = ({ detail: { row, managedBy } }: { readonly detail: CompareObjectDetail }): ReactElement => {
  const tools = managedBy.filter(name => name.includes(' '));
  return (
    <section className="compare-part" aria-label="Who">
      <h3>Who</h3>
      {row.change === 'removed' ? (
        <p>The object is gone, and its field managers with it: who removed it is not in a snapshot.</p>
      ) : row.who.length === 0 ? (
        <p>No field manager wrote it since the earlier snapshot.</p>
      ) : (
        <p>
          {row.who.map(({ manager, at }, index) => (
            <span key={`${manager} ${at ?? ''}`}>
              {index === 0 ? 'Field manager ' : '; '}
              <span className="mono">{visible(manager, 128)}</span>
              {at === null ? '' : `, ${absoluteText(at)}`}
            </span>
          ))}
          . Which person that was is not in a snapshot.
        </p>
      )}
      {tools.length === 0 ? null : <p className="muted">Managed by {tools.map(tool => visible(tool, 200)).join(', ')}.</p>}
    </section>
  );
};

const Findings = ({
  findings,
  onSelect,
}: {
  readonly findings: readonly CompareFinding[];
  readonly onSelect: (picked: Picked) => void;
}): ReactElement | null =>
  findings.length === 0 ? null : (
    <section className="compare-part" aria-label="What it means">
      <h3>What it means</h3>
      <ul className="compare-findings">
        {findings.map(finding => (
          <li key={finding.id}>
            <ChangeTag said={wordOf('findings', finding.change)} />
            <button type="button" className="link compare-finding" onClick={() => onSelect({ is: 'finding', id: finding.id })}>
              <SeverityGlyph severity={finding.severity} size={12} /> {visible(finding.message, 400)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );

const Change = ({
  detail,
  summary,
  whole,
}: {
  readonly detail: CompareObjectDetail;
  readonly summary: CompareSummary;
  readonly whole: boolean;
}): ReactElement | null => {
  const { row, before, after } = detail;
  if (before === null && after === null) return null;
  const title = before === null ? 'Created as' : after === null ? 'Was' : 'What changed';
  return (
    <section className="compare-part" aria-label={title}>
      <Diff
        before={before ?? ''}
        after={after ?? ''}
        label={`${row.kind} ${placeOf(row)}`}
        title={title}
        beforeTitle={visible(summary.before.title, 80)}
        afterTitle={visible(summary.after.title, 80)}
        choice={before !== null && after !== null}
        first={whole ? 'side' : 'unified'}
      />
      <p className="muted small">
        Left out: status, annotations of controllers, uid, resourceVersion, generation, creation time.
        {row.recreated ? ' The uid differs: it was deleted and created again.' : ''}
        {row.versions === null ? '' : ` Read as ${row.versions}: a part of it may come from that.`}
        {detail.truncated ? ' The text is cut; the fields below are not.' : ''}
      </p>
    </section>
  );
};

/** One object on both sides: what changed, what it means, who wrote it. */
export const ChangedObject = ({ summary, objectKey, whole, onSelect, onWhole }: Props): ReactElement => {
  const asked = useCall('compare.object', { before: summary.before.id, after: summary.after.id, key: objectKey });
  if (asked.isError) return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <LoadingState label="Reading both states" />;
  const detail = asked.data;
  const { row } = detail;
  return (
    <article className="detail" aria-label="Object">
      <header className="panel-head">
        <h2>{visible(row.title, 600)}</h2>
        <p className="panel-sub">
          <ChangeTag said={wordOf(row.section, changeOfObject(row))} />
          <span>
            · {visible(row.kind, 80)} <span className="mono">{visible(placeOf(row), 400)}</span>
          </span>
        </p>
      </header>
      <div className="panel-scroll">
        {row.replaced === null ? null : <p className="compare-part">Under it: {row.replaced}.</p>}
        <Change detail={detail} summary={summary} whole={whole} />
        <Fields detail={detail} />
        <Findings findings={detail.findings} onSelect={onSelect} />
        <Who detail={detail} />
      </div>
      <footer className="ui-actions detail-actions">
        {detail.after === null ? null : (
          <Link href={routes.object(summary.after.id, row.key)} className="ui-button ui-button-primary">
            Open object
          </Link>
        )}
        {detail.before === null ? null : (
          <Link href={routes.object(summary.before.id, row.key)} className="ui-button ui-button-plain">
            As it was
          </Link>
        )}
        {onWhole === null ? null : (
          <Button variant="quiet" onClick={() => onWhole(!whole)}>
            {whole ? 'Beside the list' : 'As a page'}
          </Button>
        )}
      </footer>
    </article>
  );
};
