import type { ReactElement } from 'react';
import type { Patch, PatchCheck } from '#contract/patch';
import { checkNames, targetText } from '#renderer/app/patch/words.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { clockText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type Conflict, groupsOf, type TrayGroup, type TrayPatch } from '../conflicts.ts';

interface Props {
  readonly patches: readonly TrayPatch[];
  readonly leftOut: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly selected: string | null;
  readonly onSelect: (finding: string) => void;
  readonly onToggle: (finding: string) => void;
}

const shortCheck = ({ check, result, at, as, refusal }: PatchCheck): string => {
  const name = checkNames[check].toLowerCase();
  if (result === 'not-run') return `${name} not run yet`;
  const when = [at === null ? '' : clockText(at).slice(0, 5), as === null ? '' : visible(as, 60)].filter(Boolean).join(', ');
  return `${name}${when === '' ? '' : ` ${when}`}${result === 'failed' ? `: ${refusal === null ? 'failed' : 'refused'}` : ''}`;
};

const Checks = ({ patch }: { readonly patch: Patch }): ReactElement =>
  patch.redacted === null ? (
    <>
      {patch.checks
        .filter(({ check }) => check === 'reevaluated' || check === 'serverDryRun')
        .map(check => (
          <span key={check.check} className="tray-check">
            <Icon
              name={check.result === 'passed' ? 'passed' : check.result === 'failed' ? 'failed' : 'unknown'}
              size={12}
              className={check.result === 'passed' ? 'is-ok' : check.result === 'failed' ? 'is-alert' : 'severity-unknown'}
            />
            {shortCheck(check)}
          </span>
        ))}
    </>
  ) : (
    <span className="tray-check">
      <Icon name="unknown" size={12} className="severity-unknown" />
      touches a redacted value: exported as steps, not as a patch
    </span>
  );

const settledWords = ({ keep }: Conflict, finding: string): string => {
  if (keep === null) return 'merged with the others of its object';
  return keep === finding ? 'kept, the others stay out' : 'stays out: another one is kept';
};

const Row = ({
  entry: { finding, patch },
  conflict,
  ...props
}: Omit<Props, 'patches' | 'conflicts'> & {
  readonly entry: TrayPatch;
  readonly conflict: Conflict | undefined;
}): ReactElement => {
  const { leftOut, selected, onSelect, onToggle } = props;
  const open = conflict !== undefined && conflict.keep === undefined;
  return (
    <li className={`tray-row ${finding === selected ? 'is-selected' : ''} ${open ? 'is-conflict' : ''}`}>
      <Checkbox
        checked={!leftOut.includes(finding)}
        onChange={() => onToggle(finding)}
        label={`Export: ${visible(patch.title, 200)}`}
        className="tray-box"
      />
      <button type="button" className="tray-button" aria-pressed={finding === selected} onClick={() => onSelect(finding)}>
        <span className="tray-title">
          <span className="strong">{visible(patch.title, 400)}</span>
          <span className="tray-fixes">fixes {patch.findingIds.length}</span>
        </span>
        <span className="tray-target muted small">
          <MiddleTruncate text={targetText(patch.target)} className="mono" />
        </span>
        <span className="tray-checks small">
          {conflict === undefined || open ? null : (
            <span className="tray-check muted">
              <Icon name={conflict.keep === null || conflict.keep === finding ? 'passed' : 'minus'} size={12} />
              {settledWords(conflict, finding)}
            </span>
          )}
          <Checks patch={patch} />
        </span>
      </button>
    </li>
  );
};

const GroupHead = ({ group: { owner, manager, patches } }: { readonly group: TrayGroup }): ReactElement => (
  <div className="tray-head">
    <span className={owner === null ? 'muted' : 'strong'}>{owner === null ? 'No owner found' : visible(owner, 160)}</span>
    <span className="muted small tray-manager">
      {manager === null ? 'no manager seen' : visible(manager, 200)}, {plural(patches.length, 'patch', 'patches')}
    </span>
  </div>
);

const groupKey = ({ owner, manager }: TrayGroup): string => JSON.stringify([owner, manager]);

/** The chosen patches by who answers for their objects, then by what manages them. */
export const TrayList = ({ patches, conflicts, ...row }: Props): ReactElement => {
  const of = (finding: string): Conflict | undefined =>
    conflicts.find(({ entries }) => entries.some(entry => entry.finding === finding));
  const opens = (finding: string): Conflict | undefined => {
    const conflict = of(finding);
    return conflict?.keep === undefined && conflict?.entries[0]?.finding === finding ? conflict : undefined;
  };
  return (
    <>
      {groupsOf(patches, conflicts).map(group => (
        <section key={groupKey(group)} aria-label={`${group.owner ?? 'No owner found'}, ${group.manager ?? 'no manager seen'}`}>
          <GroupHead group={group} />
          <ul>
            {group.patches.map(entry => {
              const conflict = opens(entry.finding);
              return [
                conflict === undefined ? null : (
                  <li key={`conflict ${entry.finding}`} className="tray-conflict">
                    <Icon name="warning" size={12} />
                    <span>
                      {conflict.entries.length} patches change the same {conflict.place === '' ? 'object' : 'place'}
                      {conflict.place === '' ? '' : ': '}
                      <span className="mono">{visible(conflict.place, 80)}</span>
                    </span>
                    <button type="button" className="link" onClick={() => row.onSelect(entry.finding)}>
                      settle at right
                    </button>
                  </li>
                ),
                <Row key={entry.finding} entry={entry} conflict={of(entry.finding)} {...row} />,
              ];
            })}
          </ul>
        </section>
      ))}
    </>
  );
};
