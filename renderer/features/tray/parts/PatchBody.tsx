import type { ReactElement, ReactNode } from 'react';
import type { Patch } from '#contract/patch';
import type { SnapshotSummary } from '#contract/snapshot';
import { Proofs } from '#renderer/app/patch/Proofs.tsx';
import { riskWords } from '#renderer/app/patch/words.ts';
import { Diff } from '#renderer/ui/Diff.tsx';
import { clockText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly patch: Patch;
  readonly afterTitle: string;
  readonly proofTitle: string;
  readonly dryRun: ReactNode;
  /** A sentence under the proofs. */
  readonly note?: string;
}

const Change = ({ snapshot, patch, afterTitle }: Pick<Props, 'snapshot' | 'patch' | 'afterTitle'>): ReactElement =>
  patch.redacted === null ? (
    <section className="section" aria-label="Change">
      <Diff
        before={patch.before}
        after={patch.after}
        label={patch.title}
        title="Change"
        choice
        beforeTitle={patch.dialect === 'create' ? 'Not there yet' : `As captured, ${clockText(snapshot.meta.capturedUntil)}`}
        afterTitle={afterTitle}
      />
    </section>
  ) : (
    <section className="section">
      <p>
        <span className="is-unknown strong">Steps, not a patch.</span> {visible(patch.redacted)}
      </p>
    </section>
  );

/** What a patch changes, what proves it, what it may break. */
export const PatchBody = ({ snapshot, patch, afterTitle, proofTitle, dryRun, note }: Props): ReactElement => (
  <>
    <Change snapshot={snapshot} patch={patch} afterTitle={afterTitle} />
    <div className="patch-columns">
      <section className="section" aria-labelledby="proof-title">
        <div className="section-head">
          <h2 id="proof-title">{proofTitle}</h2>
        </div>
        <Proofs checks={patch.checks} dryRun={patch.redacted === null ? dryRun : undefined} />
        {note === undefined ? null : <p className="muted small">{note}</p>}
      </section>
      <section className="section" aria-labelledby="break-title">
        <div className="section-head">
          <h2 id="break-title">What it may break</h2>
        </div>
        <p>
          {riskWords[patch.risk]}{' '}
          {patch.mayBreak === null ? (
            <span className="muted">
              Whether something relies on the old value is unknown: the snapshot holds settings, not use.
            </span>
          ) : (
            visible(patch.mayBreak)
          )}
        </p>
      </section>
    </div>
  </>
);
