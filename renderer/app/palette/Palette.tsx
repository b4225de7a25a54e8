import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { type ReactElement, useMemo, useRef, useState } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { closeOverlay, useOverlay } from '#renderer/app/overlays.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { plural } from '#renderer/ui/time.ts';
import { type Group, groupsOf, type Item } from './match.ts';
import { useItems } from './use-items.tsx';

const Line = ({ item, onChoose }: { readonly item: Item; readonly onChoose: (item: Item) => void }): ReactElement => (
  <Autocomplete.Item value={item} className="palette-item" onClick={() => onChoose(item)}>
    <span className="palette-mark">{item.mark}</span>
    <span className="palette-label">{item.label}</span>
    {item.detail === undefined ? null : <span className="palette-detail">{item.detail}</span>}
    {item.keys === undefined ? null : (
      <span className="palette-keys">
        <span className="sr-only">, key {item.keys}</span>
        {item.keys.split(' ').map(key => (
          <Key key={key} name={key} />
        ))}
      </span>
    )}
  </Autocomplete.Item>
);

const Foot = ({ count, busy }: { readonly count: number; readonly busy: boolean }): ReactElement => (
  <footer className="palette-foot">
    <Autocomplete.Status className="palette-count">
      {busy ? 'Searching' : count === 0 ? '' : plural(count, 'line')}
    </Autocomplete.Status>
    <span className="status-key">
      <Key name="Up" />
      <Key name="Down" />
      choose
    </span>
    <span className="status-key">
      <Key name="Enter" />
      do it
    </span>
    <span className="status-key">
      <Key name="Esc" />
      close
    </span>
  </footer>
);

const Search = ({
  snapshot,
  onChoose,
}: {
  readonly snapshot: SnapshotSummary | undefined;
  readonly onChoose: (item: Item) => void;
}): ReactElement => {
  const [text, setText] = useState('');
  const { items, busy } = useItems(text, snapshot);
  const groups = useMemo(() => groupsOf(items, text), [items, text]);
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);
  return (
    <Autocomplete.Root<Group>
      open
      inline
      mode="none"
      items={groups}
      value={text}
      onValueChange={setText}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={() => ''}
    >
      <div className="palette-box">
        <Icon name="search" />
        <Autocomplete.Input
          className="palette-input"
          aria-label="Find or run a command"
          placeholder="A page, cluster, snapshot, object, finding, rule or action"
          spellCheck={false}
          maxLength={400}
        />
      </div>
      <div className="palette-list">
        <Autocomplete.Empty>
          {count > 0 ? null : (
            <p className="palette-none">
              {busy
                ? 'Searching'
                : `Nothing fits “${text.trim()}”${snapshot === undefined ? '; objects and findings are found when a snapshot is open' : ''}.`}
            </p>
          )}
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: Group) => (
            <Autocomplete.Group key={group.value} items={group.items} className="palette-group">
              <Autocomplete.GroupLabel className="palette-title">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: Item) => <Line key={item.id} item={item} onChoose={onChoose} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
      <Foot count={count} busy={busy} />
    </Autocomplete.Root>
  );
};

/** One box over pages, contexts, snapshots, objects, findings, rules and actions. What is chosen is done when the box has closed and given the focus back. */
export const Palette = ({ snapshot }: { readonly snapshot: SnapshotSummary | undefined }): ReactElement => {
  const open = useOverlay(state => state.open === 'palette');
  const chosen = useRef<Item | null>(null);
  const choose = (item: Item): void => {
    chosen.current = item;
    closeOverlay();
  };
  const closed = (isOpen: boolean): void => {
    if (isOpen) return;
    const item = chosen.current;
    chosen.current = null;
    // What it opens is not to be closed by the end of this one.
    if (item !== null) setTimeout(item.run);
  };
  return (
    <Dialog.Root open={open} onOpenChange={next => (next || !open ? undefined : closeOverlay())} onOpenChangeComplete={closed}>
      <Dialog.Portal>
        <Dialog.Backdrop className="ui-backdrop" />
        <Dialog.Popup className="ui-dialog palette" aria-label="Commands">
          <Search snapshot={snapshot} onChoose={choose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
