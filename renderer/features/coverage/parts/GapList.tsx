import type { ReactElement } from 'react';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { closesText, type Gap, namespacesText, resourcesText, stateWords } from '../gaps.ts';

interface Props {
  readonly gaps: readonly Gap[];
  readonly selected: string | null;
  readonly onSelect: (gap: Gap) => void;
}

/** What was not read: state, what, where, why, what closes it, how many checks it leaves unknown. */
export const GapList = ({ gaps, selected, onSelect }: Props): ReactElement => (
  <ul className="gaps" aria-label="Gaps">
    {gaps.map(gap => (
      <li key={gap.id} className={`gap ${gap.id === selected ? 'is-selected' : ''}`}>
        <button type="button" className="gap-button" aria-pressed={gap.id === selected} onClick={() => onSelect(gap)}>
          <span className="gap-state">
            <Icon name="unknown" size={13} className={gap.unknown > 0 ? 'severity-unknown' : 'muted'} />
            <span className="strong">{stateWords[gap.state]}</span>
          </span>
          <span className="gap-what">
            <span>
              <span className="mono">{visible(resourcesText(gap), 240)}</span>
              {gap.file === undefined ? (gap.namespaces.length === 0 ? ' everywhere' : ' in ') : ` ${gap.file}`}
              {visible(namespacesText(gap.namespaces), 200)}
            </span>
            <span className="muted small gap-reason">{visible(gap.reason, 400)}</span>
          </span>
          <span className="gap-effect">
            {gap.unknown === 0 ? (
              <span className="muted">no check needs it</span>
            ) : (
              <span className="is-unknown strong">{countText(gap.unknown)} unknown</span>
            )}
            <span className="muted small">{visible(closesText(gap), 160)}</span>
          </span>
        </button>
      </li>
    ))}
  </ul>
);
