import type { ReactElement, RefObject } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { countText } from '#renderer/ui/time.ts';
import { type Grouping, groupings, type Shown } from '../inventory.ts';

const chips: readonly { readonly value: Exclude<Shown, 'all'>; readonly label: string }[] = [
  { value: 'never', label: 'Never captured' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'problems', label: 'With problems' },
];

interface Props {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly grouping: Grouping;
  readonly onGrouping: (grouping: Grouping) => void;
  readonly shown: Shown;
  readonly onShown: (shown: Shown) => void;
  readonly counts: Readonly<Record<Shown, number>>;
  readonly onAdd: () => void;
}

/** Search, grouping, and what needs attention as filters with their counts; one that would show nothing is not offered. */
export const InventoryBar = ({
  input,
  words,
  onWords,
  grouping,
  onGrouping,
  shown,
  onShown,
  counts,
  onAdd,
}: Props): ReactElement => (
  <>
    <div className="page-bar">
      <h1>Clusters</h1>
      <label className="filter-box">
        <Icon name="search" />
        <span className="sr-only">Search contexts</span>
        <input
          ref={input}
          value={words}
          onChange={event => onWords(event.target.value)}
          placeholder="name, server, user, owner or file"
          spellCheck={false}
          maxLength={200}
        />
      </label>
      <ChoiceMenu label="Group" value={grouping} choices={groupings} onChange={onGrouping} />
      <Button onClick={onAdd}>Add kubeconfigs</Button>
    </div>
    {chips.some(({ value }) => counts[value] > 0 || shown === value) ? (
      <div className="inventory-chips" role="group" aria-label="Show only">
        {chips
          .filter(({ value }) => counts[value] > 0 || shown === value)
          .map(({ value, label }) => (
            <button
              key={value}
              type="button"
              className={`ui-button ui-button-plain ui-chip ${shown === value ? 'is-on' : ''}`}
              aria-pressed={shown === value}
              onClick={() => onShown(shown === value ? 'all' : value)}
            >
              {label} <span className="muted">{countText(counts[value])}</span>
            </button>
          ))}
      </div>
    ) : null}
  </>
);
