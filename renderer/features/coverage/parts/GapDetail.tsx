import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { DetailTitle } from '#renderer/app/DetailTitle.tsx';
import { routes } from '#renderer/app/routes.ts';
import { Code } from '#renderer/ui/Code.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { clockText, plural } from '#renderer/ui/time.ts';
import { visible, visibleLines } from '#renderer/ui/visible.ts';
import { type Gap, namespacesText, resourcesText, stateWords } from '../gaps.ts';
import { rolesFor } from '../role.ts';
import { UnknownRules } from './UnknownRules.tsx';

const verbs: Partial<Record<Gap['state'], string>> = {
  denied: 'could not be listed',
  partial: 'was read in part',
  failed: 'could not be read',
  skipped: 'was not asked for',
  'not-given': 'is not in the files',
};

const title = (gap: Gap): string => {
  const where = gap.namespaces.length === 0 ? '' : ` in ${namespacesText(gap.namespaces)}`;
  const effect =
    gap.unknown === 0
      ? '; no check needs it'
      : `, so ${plural(gap.unknown, 'check')} ${gap.unknown === 1 ? 'is' : 'are'} unknown`;
  return `${resourcesText(gap)}${where} ${verbs[gap.state] ?? stateWords[gap.state]}${effect}`;
};

interface Props {
  readonly gap: Gap;
  readonly snapshot: SnapshotSummary;
  /** The rights that all gaps together name. */
  readonly everyNeed: Gap['needs'];
}

/** One gap: what it leaves open, and the right that closes it. */
export const GapDetail = ({ gap, snapshot, everyNeed }: Props): ReactElement => {
  const role = rolesFor(gap.needs);
  const secrets = gap.needs.some(({ group, resource }) => group === '' && resource === 'secrets');
  return (
    <article aria-label="Gap" className="detail">
      <header className="panel-head">
        <DetailTitle>{visible(title(gap), 600)}</DetailTitle>
        <p className="panel-sub">
          {stateWords[gap.state]}
          {snapshot.meta.capturedAs === null ? '' : ` for ${visible(snapshot.meta.capturedAs, 200)}`} at{' '}
          {clockText(snapshot.meta.capturedUntil)}
        </p>
      </header>
      <div className="panel-scroll">
        {gap.unknown === 0 ? null : (
          <section className="section" aria-labelledby="because-title">
            <div className="section-head">
              <h2 id="because-title">Unknown because of it</h2>
              <Link
                href={routes.findings(
                  snapshot.id,
                  [
                    'status:unknown',
                    ...(gap.namespaces.length === 0 || gap.namespaces.length > 20 ? [] : [`ns:${gap.namespaces.join(',')}`]),
                  ].join(' '),
                )}
              >
                Show in Findings
              </Link>
            </div>
            <UnknownRules gap={gap} snapshot={snapshot.id} />
            <p>{plural(gap.unknown, 'check')}. None of them counts as passed.</p>
          </section>
        )}
        <section className="section" aria-labelledby="why-title">
          <div className="section-head">
            <h2 id="why-title">Why</h2>
            <CopyButton text={gap.reason}>Copy</CopyButton>
          </div>
          <p className="mono muted">{visibleLines(gap.reason, 2000)}</p>
        </section>
        {gap.others.length === 0 ? null : (
          <section className="section" aria-labelledby="which-title">
            <div className="section-head">
              <h2 id="which-title">Which</h2>
              <span className="section-note">{plural(gap.others.length + 1, 'resource')}</span>
            </div>
            <p className="mono gap-namespaces">{visible([gap.resource, ...gap.others].join(', '), 8000)}</p>
          </section>
        )}
        {gap.namespaces.length > 3 ? (
          <section className="section" aria-labelledby="where-title">
            <div className="section-head">
              <h2 id="where-title">Where</h2>
              <span className="section-note">{plural(gap.namespaces.length, 'namespace')}</span>
            </div>
            <p className="mono gap-namespaces">{visible(gap.namespaces.join(', '), 4000)}</p>
          </section>
        ) : null}
        <section className="section" aria-labelledby="close-title">
          <div className="section-head">
            <h2 id="close-title">What would close it</h2>
            {gap.needs.length === 0 ? null : <CopyButton text={role}>Copy role</CopyButton>}
          </div>
          {gap.needs.length === 0 ? (
            <p className="muted">No right is missing: the cause is the one above.</p>
          ) : (
            <>
              <Code text={role} label="Role that would close the gap" />
              <p className="muted small">
                And a binding to{' '}
                {snapshot.meta.capturedAs === null ? 'the user who captures' : visible(snapshot.meta.capturedAs, 200)}.
                {secrets
                  ? ' With it Plumbline asks for names and types as a table; values never arrive. The right itself allows any client to read values.'
                  : ' What else it allows: any client of that user may list these objects, whole. It allows no write.'}
              </p>
            </>
          )}
        </section>
      </div>
      <footer className="ui-actions">
        <Link
          href={snapshot.meta.context === null ? routes.clusters : routes.captureOf(snapshot.meta.context)}
          className="ui-button ui-button-primary"
        >
          Capture again
        </Link>
        {everyNeed.length === 0 ? null : (
          <CopyButton text={rolesFor(everyNeed)} className="ui-button ui-button-plain">
            Copy role for all gaps
          </CopyButton>
        )}
      </footer>
    </article>
  );
};
