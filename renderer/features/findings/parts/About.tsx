import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { FindingDetail } from '#contract/findings-query';
import { routes } from '#renderer/app/routes.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { plural } from '#renderer/ui/time.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { visible } from '#renderer/ui/visible.ts';

const most = 50;

export const Why = ({ detail }: { readonly detail: FindingDetail }): ReactElement => (
  <Section id="why" title="Why it matters">
    <p>{visible(detail.finding.why, 2000)}</p>
  </Section>
);

export const Frameworks = ({ detail: { finding } }: { readonly detail: FindingDetail }): ReactElement => (
  <Section id="frameworks" title="Frameworks">
    {finding.frameworks.length === 0 ? (
      <p className="muted">No published control covers it.</p>
    ) : (
      <ul className="mono">
        {finding.frameworks.map(control => (
          <li key={control}>{visible(control, 120)}</li>
        ))}
      </ul>
    )}
  </Section>
);

/** Replicas are pods, whose keys are known; others are found on the page of objects. */
const podKey = ({ kind, namespace, name }: FindingDetail['finding']['occurrences'][number]): string | null =>
  kind === 'Pod' && namespace !== undefined ? `/pods/${namespace}/${name}` : null;

export const Occurrences = ({
  detail: { finding },
  snapshot,
}: {
  readonly detail: FindingDetail;
  readonly snapshot: string;
}): ReactElement => {
  const rest = finding.occurrences.length - most;
  return (
    <Section
      id="occurrences"
      title="Occurrences"
      note={finding.occurrences.length === 0 ? 'the object alone' : plural(finding.occurrences.length, 'object')}
    >
      {finding.occurrences.length === 0 ? null : (
        <ul className="occurrences">
          {finding.occurrences.slice(0, most).map(occurrence => {
            const { kind, namespace, name } = occurrence;
            const key = podKey(occurrence);
            const text = <MiddleTruncate className="mono" text={`${namespace === undefined ? '' : `${namespace}/`}${name}`} />;
            return (
              <li key={`${kind} ${namespace ?? ''} ${name}`}>
                <span className="muted">{visible(kind, 80)}</span>{' '}
                {key === null ? text : <Link href={routes.object(snapshot, key, finding.id)}>{text}</Link>}
              </li>
            );
          })}
        </ul>
      )}
      {rest > 0 ? <p className="muted">and {rest} more</p> : null}
    </Section>
  );
};

export const RuleSection = ({ detail }: { readonly detail: FindingDetail }): ReactElement => (
  <Section id="rule" title="Rule" note={<Link href={routes.rule(detail.finding.ruleId)}>{detail.finding.ruleId}</Link>}>
    <p>{visible(detail.what)}</p>
    {detail.references.map(reference => (
      <p key={reference} className="reference">
        <span className="mono">{visible(reference, 300)}</span> <CopyButton text={reference}>Copy</CopyButton>
      </p>
    ))}
  </Section>
);
