import type { ReactElement } from 'react';
import type { Patch, PatchCheck } from '#contract/patch';
import { checkNames, targetText } from '#renderer/app/patch/words.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { clockText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { byManager, type TrayPatch } from '../conflicts.ts';

interface Props {
  readonly patches: readonly TrayPatch[];
  readonly leftOut: readonly string[];
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
  readonly selected: string | null;
  readonly onSelect: (finding: string) => void;
  readonly onToggle: (finding: string) => void;
}

const shortCheck = ({ check, result, at, refusal }: PatchCheck): string => {
  const name = checkNames[check].toLowerCase();
  if (result === 'not-run') return `${name} not run`;
  return `${name}${at === null ? '' : ` ${clockText(at).slice(0, 5)}`}${result === 'failed' ? `: ${refusal === null ? 'failed' : 'refused'}` : ''}`;
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

/** The chosen patches by who manages their objects. */
export const TrayList = ({ patches, leftOut, conflicts, selected, onSelect, onToggle }: Props): ReactElement => (
  <>
    {byManager(patches).map(group => (
      <section key={group.manager ?? ''} aria-label={group.manager ?? 'No manager'}>
        <div className="tray-head">
          <span className="strong">{group.manager === null ? 'No manager seen' : visible(group.manager, 200)}</span>
          <span className="muted small">{plural(group.patches.length, 'patch', 'patches')}</span>
        </div>
        <ul>
          {group.patches.map(({ finding, patch }) => (
            <li
              key={finding}
              className={`tray-row ${finding === selected ? 'is-selected' : ''} ${conflicts.has(finding) ? 'is-conflict' : ''}`}
            >
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
                  {conflicts.has(finding) ? (
                    <span className="tray-check is-alert">
                      <Icon name="warning" size={12} />
                      changes the same place as {plural(conflicts.get(finding)?.length ?? 0, 'other patch', 'other patches')}
                    </span>
                  ) : null}
                  <Checks patch={patch} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </>
);
