import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import type { ContextSource } from '#contract/context';
import type { InventoryEntry } from '#contract/inventory';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { heightOf, type Line } from '../inventory.ts';
import { sourceKinds } from '../words.ts';
import { InventoryRow } from './InventoryRow.tsx';

interface Props {
  readonly lines: readonly Line[];
  /** Key of the entry that is chosen. */
  readonly selected: string | null;
  readonly onSelect: (entry: InventoryEntry) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: (source: ContextSource) => void;
}

const removable: ReadonlySet<ContextSource['kind']> = new Set(['pasted', 'file', 'folder']);

const domId = (index: number): string => `context-line-${index}`;

const GroupHead = ({
  line,
  onRemove,
}: {
  readonly line: Extract<Line, { type: 'group' }>;
  readonly onRemove: Props['onRemove'];
}): ReactElement => (
  <div role="gridcell" className="source-head">
    <MiddleTruncate text={line.title} className={line.source === null ? 'strong' : 'mono'} />
    <span className="muted small">
      {line.source === null ? '' : `${sourceKinds[line.source.kind]}, `}
      {plural(line.count, 'context')}
    </span>
    {line.source !== null && !line.source.trustedExec ? (
      <span className="muted small">login programs ask before they run</span>
    ) : null}
    <span className="spacer" />
    {line.source !== null && removable.has(line.source.kind) ? (
      <button
        type="button"
        className="link small"
        aria-label={`Remove ${visible(line.title, 200)}`}
        onClick={() => line.source !== null && onRemove(line.source)}
      >
        Remove
      </button>
    ) : null}
  </div>
);

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: -Infinity,
  End: Infinity,
};

/** Only what is on view is drawn, for hundreds of contexts. One stop of the Tab key; the chosen row is told by aria-activedescendant. */
export const InventoryList = ({ lines, selected, onSelect, onMove, onRemove }: Props): ReactElement => {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => heightOf(lines[index]),
    getItemKey: index => lines[index]?.key ?? index,
    overscan: 10,
    initialRect: { width: 800, height: 800 },
  });
  const at = lines.findIndex(line => line.type === 'entry' && line.key === selected);
  useEffect(() => virtual.measure(), [virtual, lines]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [virtual, at]);
  const items = virtual.getVirtualItems();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const by = steps[event.key];
    if (by === undefined) return;
    onMove(by);
    event.preventDefault();
  };
  return (
    <div className="inventory">
      <div className="context-columns inventory-head" aria-hidden="true">
        <span>Context and server</span>
        <span className="context-user">User</span>
        <span className="context-owner">Owner</span>
        <span>Last snapshot</span>
      </div>
      <div className="inventory-scroll" ref={scroller}>
        <div
          role="grid"
          className="inventory-grid"
          aria-label="Contexts"
          aria-rowcount={lines.length}
          aria-activedescendant={items.some(item => item.index === at) ? domId(at) : undefined}
          tabIndex={0}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {items.map(item => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const style = { height: item.size, transform: `translateY(${item.start}px)` };
            if (line.type === 'entry')
              return (
                <InventoryRow
                  key={line.key}
                  id={domId(item.index)}
                  entry={line.entry}
                  rowIndex={item.index + 1}
                  style={style}
                  selected={item.index === at}
                  onSelect={() => onSelect(line.entry)}
                />
              );
            return (
              <div key={line.key} role="row" aria-rowindex={item.index + 1} className="inventory-line" style={style}>
                {line.type === 'group' ? (
                  <GroupHead line={line} onRemove={onRemove} />
                ) : (
                  <p role="gridcell" className="context-problem source-problem">
                    <Icon name="warning" size={12} />
                    <span className="context-cut" title={visible(line.text, 600)}>
                      {visible(line.text, 600)}
                    </span>
                  </p>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
