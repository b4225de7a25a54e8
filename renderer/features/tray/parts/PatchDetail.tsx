import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { DryRunLink } from '#renderer/app/patch/DryRunLink.tsx';
import { targetText } from '#renderer/app/patch/words.ts';
import { routes } from '#renderer/app/routes.ts';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { TrayPatch } from '../conflicts.ts';
import { PatchBody } from './PatchBody.tsx';

/** One patch that stands for itself. */
export const PatchDetail = ({
  snapshot,
  entry: { finding, patch },
}: {
  readonly snapshot: SnapshotSummary;
  readonly entry: TrayPatch;
}): ReactElement => (
  <article aria-label="Patch" className="patch">
    <header className="panel-head patch-head">
      <h2>{visible(patch.title, 600)}</h2>
      <p className="panel-sub">
        <span className="mono">{visible(targetText(patch.target), 400)}</span>
        <span>
          · fixes {plural(patch.findingIds.length, 'finding')} ·{' '}
          <Link href={routes.finding(snapshot.id, finding)}>the finding</Link>
        </span>
      </p>
    </header>
    <PatchBody
      snapshot={snapshot}
      patch={patch}
      afterTitle="After"
      proofTitle="Proof"
      dryRun={<DryRunLink snapshot={snapshot} finding={finding} />}
    />
  </article>
);
