import type { ReactElement } from 'react';
import type { FindingDetail } from '#contract/findings-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { Code } from '#renderer/ui/Code.tsx';
import { clockText } from '#renderer/ui/time.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { visible } from '#renderer/ui/visible.ts';

const needText = ({ verb, resource, group, namespace }: FindingDetail['finding']['needs'][number]): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? ', cluster-wide' : ` in ${namespace}`}`;

/** The lines that show it, and which text their numbers count in. For an unknown: what could not be read. */
export const EvidenceSection = ({
  detail: { finding, evidence },
  snapshot,
}: {
  readonly detail: FindingDetail;
  readonly snapshot: SnapshotSummary;
}): ReactElement => {
  const container = finding.at?.container;
  if (finding.status === 'unknown')
    return (
      <Section id="evidence" title="What is not known">
        <p>The check needs data that was not read, so it neither failed nor passed. This right would answer it:</p>
        {finding.needs.length === 0 ? (
          <p className="muted">No missing right was recorded.</p>
        ) : (
          <ul className="needs mono">
            {finding.needs.map(need => (
              <li key={needText(need)}>{visible(needText(need), 300)}</li>
            ))}
          </ul>
        )}
      </Section>
    );
  return (
    <Section id="evidence" title="Evidence" note={container === undefined ? undefined : <>container {visible(container, 100)}</>}>
      {evidence === null ? (
        <p className="muted">No single object shows it: it is what is missing that makes the finding.</p>
      ) : (
        <>
          <Code
            text={evidence.yaml}
            hits={evidence.lines}
            label={`Evidence in ${visible(evidence.resource, 200)}, lines ${evidence.lines.join(', ')}`}
          />
          <p className="muted small">
            Lines of {visible(evidence.text, 200)}
            {snapshot.meta.origin === 'cluster'
              ? `, read ${clockText(snapshot.meta.capturedUntil)}; a file in Git may differ`
              : ''}
            .{evidence.truncated ? ' The object is larger than what is shown.' : ''}
          </p>
        </>
      )}
    </Section>
  );
};
