import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { DetailTitle } from '#renderer/app/DetailTitle.tsx';
import { routes } from '#renderer/app/routes.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Row } from '../catalogue.ts';
import { RuleCases } from './RuleCases.tsx';
import { RuleResultSection } from './RuleResultSection.tsx';

interface Props {
  readonly row: Row;
  readonly snapshot: SnapshotSummary | undefined;
  readonly otherRules: string | null;
}

/** A rule: what it says of the open snapshot, why, how to fix it, what it reads, what tests it. */
export const RuleDetail = ({ row, snapshot, otherRules }: Props): ReactElement => {
  const { rule } = row;
  const { failing, passing, unknown } = rule.cases;
  return (
    <article className="detail" aria-label="Rule">
      <header className="panel-head">
        <DetailTitle>{visible(rule.what, 400)}</DetailTitle>
        <p className="panel-sub">
          <SeverityGlyph severity={rule.severity} size={13} />
          <span>
            {severityWord(rule.severity)} · <span className="mono">{rule.id}</span> · {rule.pack}
          </span>
        </p>
      </header>
      <div className="panel-scroll">
        <Section
          id="rule-result"
          title="On the open snapshot"
          {...(snapshot === undefined ? {} : { note: visible(snapshot.title, 60) })}
        >
          <RuleResultSection row={row} snapshot={snapshot} otherRules={otherRules} />
        </Section>
        <Section id="rule-why" title="Why it matters">
          <p>{rule.why}</p>
        </Section>
        <Section id="rule-fix" title="Fix">
          <p>{rule.fix}</p>
          <p className="muted">
            {rule.fixable ? 'Plumbline makes a patch for it.' : 'By hand: there is no patch for this rule.'}
          </p>
        </Section>
        <Section id="rule-needs" title="What it reads" note="list, cluster-wide">
          <ul className="mono">
            {rule.needs.map(need => (
              <li key={need}>{need}</li>
            ))}
          </ul>
          <p className="muted">What it could not read, it tells as unknown, never as passed.</p>
        </Section>
        <Section id="rule-frameworks" title="Frameworks">
          {rule.frameworks.length === 0 ? (
            <p className="muted">No published control covers it.</p>
          ) : (
            <ul className="mono">
              {rule.frameworks.map(control => (
                <li key={control}>{control}</li>
              ))}
            </ul>
          )}
        </Section>
        <Section id="rule-references" title="References">
          <ul>
            {rule.references.map(reference => (
              <li key={reference} className="reference">
                <span className="mono">{reference}</span> <CopyButton text={reference} />
              </li>
            ))}
          </ul>
        </Section>
        <Section id="rule-tests" title="Tests" note={plural(failing + passing + unknown, 'case')}>
          <RuleCases rule={rule.id} />
        </Section>
      </div>
      {snapshot === undefined ? null : (
        <footer className="ui-actions">
          <Link href={routes.findings(snapshot.id, `rule:${rule.id}`)} className="ui-button ui-button-primary">
            Its findings in the open snapshot
          </Link>
        </footer>
      )}
    </article>
  );
};
