import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Output } from '#contract/methods';
import type { OverviewPrevious } from '#contract/overview';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { Part } from './Looks.tsx';

type Summary = Output<'compare.summary'>;

const rowsOf = ({ findings }: Summary): readonly (readonly [number, string])[] =>
  [
    [findings.new, 'new'] as const,
    [findings.fixed, 'fixed'] as const,
    [findings.changed, 'changed'] as const,
    [findings.noLongerKnown, 'no longer known: not fixed, but not read any more'] as const,
    [findings.newlyKnown, 'known for the first time'] as const,
  ].filter(([count], index) => count > 0 || index < 2);

const objectWords = ({ objects, access }: Summary): string => {
  const changed = objects.added + objects.removed + objects.changed;
  const rights = access.gained + access.lost + access.changed;
  return `${plural(changed, 'object')} and ${plural(rights, 'right')} differ by meaning.`;
};

/** What is another since the snapshot before, by the comparison itself. */
export const Changed = ({
  previous,
  snapshot,
}: {
  readonly previous: OverviewPrevious;
  readonly snapshot: string;
}): ReactElement => {
  const compared = useCall('compare.summary', { before: previous.id, after: snapshot });
  const href = routes.compare(previous.id, snapshot);
  return (
    <Part
      id="overview-changed"
      title="What changed"
      note={
        <>
          since {visible(previous.title, 80)}, <RelativeTime time={previous.capturedUntil} suffix=" ago" />
        </>
      }
    >
      {compared.isError ? <ErrorState fault={problemOf(compared.error)} inline onRetry={() => void compared.refetch()} /> : null}
      {compared.isPending ? <LoadingState label="Comparing the two snapshots" /> : null}
      {compared.data === undefined ? null : (
        <>
          <dl className="overview-changes">
            {rowsOf(compared.data).map(([count, words]) => (
              <div key={words} style={{ display: 'contents' }}>
                <dt>{countText(count)}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
          <p className="muted">{objectWords(compared.data)}</p>
          <p>
            <Link href={href}>Compare the two snapshots</Link>
          </p>
        </>
      )}
    </Part>
  );
};
