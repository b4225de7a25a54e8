import { type ReactElement, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { CaptureFindings, CaptureProgress } from '#contract/capture';
import { severities } from '#contract/finding';
import { useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

const rowsShown = 100;

const Row = ({ row }: { readonly row: CaptureFindings['rows'][number] }): ReactElement => (
  <li className="sofar-row">
    <SeverityGlyph severity={row.severity} size={13} />
    <span className="sofar-text">
      <span className="sofar-claim">{visible(row.message, 300)}</span>
      <span className="muted small sofar-place">
        {severityWord(row.severity)} · {visible(row.kind, 60)}{' '}
        <MiddleTruncate text={`${row.namespace === null ? '' : `${row.namespace}/`}${row.name}`} className="mono" />
      </span>
    </span>
  </li>
);

const Rules = ({ found }: { readonly found: CaptureFindings }): ReactElement => {
  const silent = found.rules.total - found.rules.spoke;
  return (
    <p className="muted">
      {found.rules.total === 0
        ? 'No rule has all it needs yet.'
        : `${countText(found.rules.spoke)} of ${plural(found.rules.total, 'rule')} have all they need${silent === 0 ? '.' : `; the other ${countText(silent)} say nothing yet.`}`}
    </p>
  );
};

interface Props {
  readonly captureId: string;
  readonly progress: CaptureProgress;
  readonly running: boolean;
  readonly snapshot: string | null;
}

/** What was found so far. A rule speaks only when all that it needs is read, so this can only grow. */
export const SoFar = ({ captureId, progress, running, snapshot }: Props): ReactElement => {
  const asked = useCall('capture.findings', { captureId, limit: rowsShown }, { enabled: running, keep: true });
  const { refetch } = asked;
  const { findings, phase } = progress;
  const heard = `${phase} ${String(findings)}`;
  const askedAt = useRef(heard);
  useEffect(() => {
    if (!running || askedAt.current === heard) return;
    askedAt.current = heard;
    void refetch({ cancelRefetch: false });
  }, [running, heard, refetch]);
  const found = asked.data;
  return (
    <>
      <header className="panel-head sofar-head">
        <div>
          <h2>{running ? `${plural(findings, 'finding')} so far` : plural(findings, 'finding')}</h2>
          {running ? <p className="panel-sub">The count can only grow until it ends.</p> : null}
        </div>
        {snapshot === null ? null : (
          <Link href={routes.findings(snapshot)} className="ui-button ui-button-plain">
            Open list
          </Link>
        )}
      </header>
      {found === undefined || !running ? null : (
        <div className="sofar">
          <div className="section">
            <Rules found={found} />
          </div>
          {severities.map(severity => {
            const rows = found.rows.filter(row => row.severity === severity);
            const total = found.severities[severity];
            return total === 0 ? null : (
              <section key={severity} aria-label={severityWord(severity)}>
                <h3 className="sofar-group">
                  {countText(total)} {severityWord(severity).toLowerCase()}
                </h3>
                <ul>
                  {rows.map((row, index) => (
                    <Row key={`${row.ruleId} ${row.kind} ${row.namespace ?? ''} ${row.name} ${String(index)}`} row={row} />
                  ))}
                </ul>
                {total > rows.length ? <p className="sofar-more muted">{countText(total - rows.length)} more</p> : null}
              </section>
            );
          })}
        </div>
      )}
    </>
  );
};
