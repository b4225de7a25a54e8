import type { ReactElement, ReactNode } from 'react';
import type { AttackChange, AttackPath, Simulation } from '#contract/attack';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { changeTitle, nodeText } from '../words.ts';
import { Gaps } from './Gaps.tsx';
import { TrayLink } from './TrayLink.tsx';

interface Props {
  readonly snapshot: string;
  readonly change: AttackChange;
  /** Null: all identities. */
  readonly from: string | null;
  readonly to: string;
  readonly onClose: () => void;
}

const Figure = ({
  what,
  before,
  after,
}: {
  readonly what: string;
  readonly before: number;
  readonly after: number;
}): ReactElement => (
  <div className="simulate-figure">
    <dt>{what}</dt>
    <dd>
      <span className="num">{countText(before)}</span> before, <strong className="num">{countText(after)}</strong> after
    </dd>
  </div>
);

const most = 12;

const Listed = ({
  title,
  items,
  more = 0,
  none,
}: {
  readonly title: string;
  readonly items: readonly ReactNode[];
  readonly more?: number;
  readonly none: string;
}): ReactElement => (
  <section className="simulate-part">
    <h3>{title}</h3>
    {items.length === 0 ? (
      <p className="muted">{none}</p>
    ) : (
      <ul>
        {items.slice(0, most).map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ul>
    )}
    {items.length + more > most ? <p className="muted small">and {countText(items.length + more - most)} more</p> : null}
  </section>
);

const pathText = ({ steps }: AttackPath): string =>
  [steps[0]?.from ?? '', ...steps.map(({ to }) => to)].map(nodeText).join(', then ');

const Outcome = ({ simulation, from }: { readonly simulation: Simulation; readonly from: string | null }): ReactElement => (
  <>
    <dl className="simulate-figures">
      {from === null ? null : (
        <Figure what={`Paths from ${nodeText(from)}`} before={simulation.pathsBefore} after={simulation.pathsAfter} />
      )}
      <Figure what="Identities and workloads that reach it" before={simulation.reachingBefore} after={simulation.reachingAfter} />
    </dl>
    <div className="simulate-columns">
      <Listed title="Paths that it removes" items={simulation.removed.map(pathText)} none="It removes none of the paths." />
      <Listed title="Paths that stay" items={simulation.stays.map(pathText)} none="No path stays." />
      <Listed
        title="Reach it no longer"
        items={simulation.freed.map(nodeText)}
        more={simulation.freedMore}
        none="Everyone who reaches it now still does."
      />
      <Listed
        title="Who loses what"
        items={simulation.lost.map(({ subject, permissions, workloads }) => (
          <>
            <span className="strong">{visible(nodeText(subject), 90)}</span>: {visible(permissions.slice(0, 3).join('; '), 300)}
            {permissions.length > 3 ? ` and ${permissions.length - 3} more` : ''}
            {workloads.length === 0 ? null : (
              <span className="muted">
                {' '}
                Used by {workloads.slice(0, 3).map(nodeText).join(', ')}
                {workloads.length > 3 ? ` and ${workloads.length - 3} more` : ''}.
              </span>
            )}
          </>
        ))}
        more={simulation.lostMore}
        none="Nobody loses a permission by it."
      />
    </div>
    {simulation.gained.length === 0 ? null : (
      <p className="is-alert">It opens the way for {simulation.gained.slice(0, 5).map(nodeText).join(', ')}.</p>
    )}
    <p className="muted small">
      The snapshot holds rights, not use: whether a permission that is lost was ever used is not known from it.
    </p>
  </>
);

/** A change tried out in the engine: nothing is sent to the cluster. */
export const SimulateDialog = ({ snapshot, change, from, to, onClose }: Props): ReactElement => {
  const asked = useCall('attack.simulate', { snapshot, changes: [change], from, to });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={changeTitle(change)}
      description="Simulated on the snapshot; the cluster is not touched."
      actions={
        <>
          <TrayLink snapshot={snapshot} change={change} />
          <span className="spacer" />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {asked.isPending ? <LoadingState label={`Asking again without it: who reaches ${nodeText(to)}`} /> : null}
      {asked.isError ? <ErrorState fault={problemOf(asked.error)} inline onRetry={() => void asked.refetch()} /> : null}
      {asked.data === undefined ? null : (
        // Long answers scroll: by keys too, though nothing in them can be pressed.
        <div className="simulate-body" role="group" aria-label="What it changes" tabIndex={0}>
          <Gaps needs={asked.data.needs} snapshot={snapshot} />
          <p className="simulate-claim">{outcomeClaim(asked.data, to)}</p>
          <Outcome simulation={asked.data} from={from} />
        </div>
      )}
    </Dialog>
  );
};

const outcomeClaim = ({ reachingBefore, reachingAfter }: Simulation, to: string): string => {
  const freed = reachingBefore - reachingAfter;
  if (freed <= 0) return `It frees nobody: as many reach ${nodeText(to)} as before.`;
  return `${plural(freed, 'of them reaches', 'of them reach')} ${nodeText(to)} no longer${reachingAfter === 0 ? ', and nobody else does' : ''}.`;
};
