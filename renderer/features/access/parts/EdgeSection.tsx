import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { AttackChange, AttackEdgeDetail, EdgeCatalogue } from '#contract/attack';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Code } from '#renderer/ui/Code.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { ModelEdge } from '../model.ts';
import { edgeTitle, needText, nodeText } from '../words.ts';
import { Fixes } from './Fixes.tsx';

interface Props {
  readonly snapshot: string;
  readonly edge: ModelEdge;
  readonly number: number | undefined;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly onSimulate: (change: AttackChange) => void;
}

const Words = ({ detail: { text, step } }: { readonly detail: AttackEdgeDetail }): ReactElement => (
  <>
    <p>{visible(step.what, 600)}</p>
    {step.moreBy === 0 ? null : <p className="muted">Granted by {plural(step.by.length + step.moreBy, 'rule')} in all.</p>}
    {step.blockedBy.map(blocked => (
      <p key={blocked.what} className="step-blocked">
        <Icon name="blocked" size={12} /> Blocked: {visible(blocked.what, 300)}
      </p>
    ))}
    {step.uncertain.length === 0 ? null : (
      <p className="is-unknown">
        Whether something stands in its way is not known: not read is {step.uncertain.slice(0, 3).map(needText).join(', ')}.
      </p>
    )}
    <dl className="access-words">
      <dt>Gives</dt>
      <dd>{visible(text.gives, 800)}</dd>
      <dt>How it is abused</dt>
      <dd>{visible(text.abuse, 1200)}</dd>
      <dt>Detect</dt>
      <dd>{visible(text.detect, 800)}</dd>
      <dt>Remove</dt>
      <dd>{visible(text.remove, 800)}</dd>
      {text.requires.length === 0 ? null : (
        <>
          <dt>Requires</dt>
          <dd>{visible(text.requires.join('; '), 800)}</dd>
        </>
      )}
      {text.mitigations.length === 0 ? null : (
        <>
          <dt>Stopped by</dt>
          <dd>{visible(text.mitigations.join('; '), 800)}</dd>
        </>
      )}
      <dt>Versions</dt>
      <dd>{visible(text.versions, 200)}</dd>
      {text.references.length === 0 ? null : (
        <>
          <dt>References</dt>
          <dd className="access-references">
            {text.references.map(reference => (
              <span key={reference} className="mono">
                {visible(reference, 300)}
              </span>
            ))}
          </dd>
        </>
      )}
    </dl>
  </>
);

/** What makes it true, as YAML with the lines that count. */
const Evidence = ({ snapshot, detail }: { readonly snapshot: string; readonly detail: AttackEdgeDetail }): ReactElement => (
  <Section id="access-evidence" title="Evidence" note="line numbers count in the YAML shown">
    {detail.evidence.length === 0 ? (
      <p className="muted">No object of the snapshot makes it true: it comes with Kubernetes itself.</p>
    ) : null}
    {detail.evidence.slice(0, 8).map(({ object, title, yaml, lines }) => (
      <div key={object} className="access-yaml">
        <p className="small">
          <Link href={routes.object(snapshot, object)}>{visible(title, 200)}</Link>
        </p>
        <Code text={yaml} hits={lines} label={`YAML of ${title}`} />
      </div>
    ))}
    {detail.evidence.length > 8 ? <p className="muted small">and {plural(detail.evidence.length - 8, 'more object')}</p> : null}
  </Section>
);

/** An edge: what it is, how it is abused, detected and removed, by which lines, and what a change would take. */
export const EdgeSection = ({ snapshot, edge, number, catalogue, onSimulate }: Props): ReactElement => {
  const asked = useCall('attack.edge', { snapshot, edge: edge.edge, from: edge.from, to: edge.to });
  const detail = asked.data;
  const title = edgeTitle(catalogue, edge.edge);
  return (
    <>
      <Section id="access-selected" title={number === undefined ? title : `Edge ${number}: ${title}`} note="selected">
        <p className="access-severity">
          <SeverityGlyph severity={edge.severity} size={12} /> {severityWord(edge.severity)}
          <span className="muted mono">
            {visible(nodeText(edge.from), 80)} <Icon name="arrow" size={11} /> {visible(nodeText(edge.to), 80)}
          </span>
        </p>
        {edge.kinds.length < 2 ? null : (
          <p className="muted">
            One line for {edge.kinds.length} ways: {edge.kinds.map(kind => edgeTitle(catalogue, kind)).join('; ')}. Shown is the
            first.
          </p>
        )}
        {edge.count > 1 ? (
          <p className="muted">It stands for {plural(edge.count, 'edge')} of nodes that are drawn as one.</p>
        ) : null}
        {asked.isPending ? <LoadingState label="Reading the edge" /> : null}
        {asked.isError ? <ErrorState fault={problemOf(asked.error)} inline onRetry={() => void asked.refetch()} /> : null}
        {detail === undefined ? null : <Words detail={detail} />}
      </Section>
      {detail === undefined ? null : (
        <>
          <Evidence snapshot={snapshot} detail={detail} />
          <Fixes
            snapshot={snapshot}
            fixes={detail.fixes}
            title="What removes this edge"
            id="access-edge-fixes"
            onSimulate={onSimulate}
          />
        </>
      )}
    </>
  );
};
