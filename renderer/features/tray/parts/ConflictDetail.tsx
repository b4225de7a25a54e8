import { type ReactElement, type ReactNode, useState } from 'react';
import type { Patch } from '#contract/patch';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { DryRunLink } from '#renderer/app/patch/DryRunLink.tsx';
import { targetText } from '#renderer/app/patch/words.ts';
import { settle } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Conflict } from '../conflicts.ts';
import { PatchBody } from './PatchBody.tsx';

const together = 'merge';

const titleOf = ({ entries, keep }: Conflict): string => {
  const object = visible(targetText(entries[0]?.patch.target ?? { apiVersion: '', kind: '', name: '' }), 300);
  const many = `${String(entries.length)} patches of ${object}`;
  if (keep === undefined) return `${many} get in each other’s way`;
  return keep === null ? `${many} are merged into one` : `Of ${many} one is kept`;
};

const ran = ({ checks }: Patch): boolean => checks.some(({ check, result }) => check === 'serverDryRun' && result !== 'not-run');

const Option = ({
  value,
  wanted,
  disabled = false,
  onChange,
  children,
  effect,
}: {
  readonly value: string;
  readonly wanted: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
  readonly effect: string;
}): ReactElement => (
  <label className="conflict-option">
    <input
      type="radio"
      name="conflict"
      value={value}
      checked={wanted === value}
      disabled={disabled}
      onChange={() => onChange(value)}
    />
    <span className={wanted === value ? 'strong' : ''}>{children}</span>
    <span className="muted">{effect}</span>
  </label>
);

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly conflict: Conflict;
  /** The one that is selected in the list. */
  readonly selected: string;
}

/** Patches that change one place: merge them, or keep one. What is shown below is what is marked above. */
export const ConflictDetail = ({ snapshot, conflict, selected }: Props): ReactElement => {
  const { entries, place, keep } = conflict;
  const findings = entries.map(({ finding }) => finding);
  const [wanted, setWanted] = useState(keep ?? together);
  const merged = useCall('patch.merge', { snapshot: snapshot.id, findings });
  const chosen = wanted === together ? null : wanted;
  const kept = entries.find(({ finding }) => finding === wanted) ?? entries.find(({ finding }) => finding === selected);
  const patch = chosen === null ? merged.data?.patch : kept?.patch;
  const left = merged.data?.left ?? [];
  return (
    <article aria-label="Conflict" className="patch">
      <header className="panel-head patch-head">
        <h2>{titleOf(conflict)}</h2>
        <p className="muted">
          Each changes {place === '' ? 'the same place' : <span className="mono">{visible(place, 200)}</span>}, so the one applied
          later is refused, or undoes what the other did.
        </p>
        <fieldset className="conflict-options">
          <legend className="sr-only">How to settle it</legend>
          <Option
            value={together}
            wanted={wanted}
            disabled={merged.isError}
            onChange={setWanted}
            effect={
              merged.isError
                ? visible(problemOf(merged.error).why, 200)
                : merged.data === undefined
                  ? 'asking whether they can be one'
                  : `fixes ${plural(merged.data.patch.findingIds.length, 'finding')}${left.length === 0 ? '' : `, ${String(left.length)} not in it`}`
            }
          >
            Merge into one patch
          </Option>
          {entries.map(entry => (
            <Option
              key={entry.finding}
              value={entry.finding}
              wanted={wanted}
              onChange={setWanted}
              effect={`fixes ${plural(entry.patch.findingIds.length, 'finding')}`}
            >
              Keep only: {visible(entry.patch.title, 300)}
            </Option>
          ))}
        </fieldset>
        <p className="conflict-actions">
          <Button
            variant={keep === chosen ? 'plain' : 'primary'}
            disabled={keep === chosen || patch === undefined}
            onClick={() => settle(snapshot.id, findings, chosen)}
          >
            {keep === chosen ? 'Settled' : chosen === null ? 'Use merged patch' : 'Keep only this patch'}
          </Button>
          {keep === undefined ? null : (
            <Button variant="quiet" onClick={() => settle(snapshot.id, findings, undefined)}>
              Settle it later
            </Button>
          )}
        </p>
        {chosen === null && left.length > 0 ? (
          <ul className="conflict-left muted small">
            {left.map(({ findingIds, why }) => (
              <li key={findingIds.join(' ')}>Not in it: {visible(why, 400)}</li>
            ))}
          </ul>
        ) : null}
      </header>
      {chosen === null && merged.isPending ? <LoadingState label="Merging the patches" /> : null}
      {chosen === null && merged.isError ? <ErrorState fault={problemOf(merged.error)} inline /> : null}
      {patch === undefined ? null : (
        <PatchBody
          key={wanted}
          snapshot={snapshot}
          patch={patch}
          afterTitle={chosen === null ? 'After all, merged' : 'After'}
          proofTitle={chosen === null ? 'Proof of the merged patch' : 'Proof'}
          dryRun={
            chosen === null ? (
              <DryRunLink snapshot={snapshot} finding={findings[0] ?? ''} merged={findings.slice(1)} />
            ) : (
              <DryRunLink snapshot={snapshot} finding={chosen} />
            )
          }
          {...(chosen === null && entries.some(entry => ran(entry.patch))
            ? { note: 'What the server said of the parts was said of each alone.' }
            : {})}
        />
      )}
    </article>
  );
};
