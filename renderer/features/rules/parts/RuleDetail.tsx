import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Output } from '#contract/methods';
import { useCurrent } from '#renderer/app/current.ts';
import { routes } from '#renderer/app/routes.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';

const Part = ({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactElement | readonly ReactElement[];
}): ReactElement => (
  <section className="section" aria-labelledby={id}>
    <div className="section-head">
      <h2 id={id}>{title}</h2>
    </div>
    {children}
  </section>
);

export const RuleDetail = ({ rule }: { readonly rule: Output<'rules.list'>['rules'][number] }): ReactElement => {
  const snapshot = useCurrent(state => state.snapshot);
  return (
    <article className="detail" aria-label="Rule">
      <header className="panel-head">
        <h1>{rule.what}</h1>
        <p className="panel-sub">
          <SeverityGlyph severity={rule.severity} size={13} />
          <span>
            {severityWord(rule.severity)} · <span className="mono">{rule.id}</span> · {rule.pack}
          </span>
        </p>
      </header>
      <div className="panel-scroll">
        <Part id="rule-why" title="Why it matters">
          <p>{rule.why}</p>
        </Part>
        <Part id="rule-fix" title="Fix">
          <p>{rule.fix}</p>
          <p className="muted">
            {rule.fixable ? 'Plumbline makes a patch for it.' : 'By hand: there is no patch for this rule.'}
          </p>
        </Part>
        <Part id="rule-needs" title="What it reads">
          <ul className="mono">
            {rule.needs.map(need => (
              <li key={need}>{need}</li>
            ))}
          </ul>
        </Part>
        <Part id="rule-frameworks" title="Frameworks">
          {rule.frameworks.length === 0 ? (
            <p className="muted">No published control covers it.</p>
          ) : (
            <ul className="mono">
              {rule.frameworks.map(control => (
                <li key={control}>{control}</li>
              ))}
            </ul>
          )}
        </Part>
        <Part id="rule-references" title="References">
          <ul>
            {rule.references.map(reference => (
              <li key={reference} className="reference">
                <span className="mono">{reference}</span> <CopyButton text={reference} />
              </li>
            ))}
          </ul>
        </Part>
      </div>
      {snapshot === null ? null : (
        <footer className="ui-actions">
          <Link href={routes.findings(snapshot, `rule:${rule.id}`)} className="ui-button ui-button-primary">
            Its findings in the open snapshot
          </Link>
        </footer>
      )}
    </article>
  );
};
