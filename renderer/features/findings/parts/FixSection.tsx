import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { FindingDetail } from '#contract/findings-query';
import type { Patch } from '#contract/patch';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf } from '#renderer/app/client/query.ts';
import { DryRunLink } from '#renderer/app/patch/DryRunLink.tsx';
import { Proofs } from '#renderer/app/patch/Proofs.tsx';
import { riskWords } from '#renderer/app/patch/words.ts';
import { Diff } from '#renderer/ui/Diff.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly detail: FindingDetail;
  readonly patch: UseQueryResult<Patch>;
  readonly snapshot: SnapshotSummary;
}

/** The change as a diff with its proof lines, or what a person does by hand. */
export const FixSection = ({ detail: { finding }, patch, snapshot }: Props): ReactElement => {
  const fixes = patch.data?.findingIds.length ?? 0;
  return (
    <Section id="fix" title="Fix" note={fixes > 1 ? `this change fixes ${plural(fixes, 'finding')}` : undefined}>
      {finding.status === 'unknown' ? (
        <p>
          <span className="muted">There is nothing to change until the check is answered. If it fails then:</span>{' '}
          {visible(finding.fix)}
        </p>
      ) : (
        <p>{visible(patch.data === undefined ? finding.fix : patch.data.title)}</p>
      )}
      {finding.fixable || finding.status === 'unknown' ? null : (
        <p className="muted">By hand: there is no patch for this case.</p>
      )}
      {finding.fixable && patch.isPending ? <LoadingState label="Making the patch" /> : null}
      {patch.isError ? <ErrorState fault={problemOf(patch.error)} inline onRetry={() => void patch.refetch()} /> : null}
      {patch.data === undefined ? null : patch.data.redacted === null ? (
        <>
          <Diff before={patch.data.before} after={patch.data.after} label="The fix" />
          <Proofs checks={patch.data.checks} dryRun={<DryRunLink snapshot={snapshot} finding={finding.id} />} />
        </>
      ) : (
        <p>
          <span className="is-unknown strong">Steps, not a patch:</span> {visible(patch.data.redacted)}
        </p>
      )}
    </Section>
  );
};

/** What the change may break, with the evidence or the words that it is unknown. */
export const MayBreak = ({ patch }: { readonly patch: UseQueryResult<Patch> }): ReactElement => (
  <Section id="may-break" title="May break">
    {patch.data === undefined ? (
      <p className="muted">Told together with a patch.</p>
    ) : (
      <p>
        {riskWords[patch.data.risk]}{' '}
        {patch.data.mayBreak === null ? (
          <span className="muted">
            Whether something relies on the old value is unknown: the snapshot holds settings, not use.
          </span>
        ) : (
          visible(patch.data.mayBreak)
        )}
      </p>
    )}
  </Section>
);
