import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { DryRunLink } from '#renderer/app/patch/DryRunLink.tsx';
import { Proofs } from '#renderer/app/patch/Proofs.tsx';
import { riskWords, targetText } from '#renderer/app/patch/words.ts';
import { routes } from '#renderer/app/routes.ts';
import { Diff } from '#renderer/ui/Diff.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { clockText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { TrayPatch } from '../conflicts.ts';

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly entry: TrayPatch;
  readonly conflicts: number;
}

/** One patch: what it changes, what proves it, what it may break. */
export const PatchDetail = ({ snapshot, entry: { finding, patch }, conflicts }: Props): ReactElement => (
  <article aria-label="Patch" className="patch">
    <header className="panel-head patch-head">
      <h1>{visible(patch.title, 600)}</h1>
      <p className="panel-sub">
        <span className="mono">{visible(targetText(patch.target), 400)}</span>
        <span>
          · fixes {plural(patch.findingIds.length, 'finding')} ·{' '}
          <Link href={routes.finding(snapshot.id, finding)}>the finding</Link>
        </span>
      </p>
    </header>
    {conflicts > 0 ? (
      <AlertNotice>
        This and {plural(conflicts, 'other patch', 'other patches')} change the same place, so the one applied later would undo
        the other. Untick all but one; none of them is exported until then.
      </AlertNotice>
    ) : null}
    {patch.redacted === null ? (
      <section className="section" aria-label="Change">
        <Diff
          before={patch.before}
          after={patch.after}
          label={patch.title}
          title="Change"
          choice
          beforeTitle={patch.dialect === 'create' ? 'Not there yet' : `As captured, ${clockText(snapshot.meta.capturedUntil)}`}
          afterTitle="After"
        />
      </section>
    ) : (
      <section className="section">
        <p>
          <span className="is-unknown strong">Steps, not a patch.</span> {visible(patch.redacted)}
        </p>
      </section>
    )}
    <div className="patch-columns">
      <section className="section" aria-labelledby="proof-title">
        <div className="section-head">
          <h2 id="proof-title">Proof</h2>
        </div>
        <Proofs
          checks={patch.checks}
          dryRun={patch.redacted === null ? <DryRunLink snapshot={snapshot} finding={finding} /> : undefined}
        />
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
  </article>
);
