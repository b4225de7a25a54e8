import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type Ref, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FindingNote, FindingsLine } from '#contract/findings-query';
import type { Recheck } from '#contract/recheck';
import { type Seen, seenAgain } from '../rechecks.ts';
import type { ColumnId } from '../use-columns.ts';
import type { Selection } from '../use-selection.ts';
import { FindingLine, GroupLine, type RowActs } from './FindingLine.tsx';

const lineKey = (line: FindingsLine): string => (line.type === 'group' ? `g:${line.key}` : line.row.id);

const headHeight = 32;
const rowHeight = 46;

/** Of its own for each shape of the list, so that the heights of another one are made anew. */
const keysOf =
  (_heads: ReadonlySet<number>) =>
  (index: number): number =>
    index;

const domId = (index: number): string => `finding-line-${index}`;

interface Props {
  readonly count: number;
  readonly heads: ReadonlySet<number>;
  readonly at: (index: number) => FindingsLine | undefined;
  readonly selected: number;
  readonly tray: ReadonlySet<string>;
  readonly selection: Selection;
  readonly columns: readonly ColumnId[];
  readonly notes: ReadonlyMap<string, FindingNote>;
  readonly looks: readonly Recheck[];
  readonly onWindow: (from: number, to: number) => void;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (key: string) => void;
  readonly onChoose: (index: number, range: boolean) => void;
  readonly grid: Ref<HTMLDivElement>;
}

const steps = (count: number): Readonly<Record<string, number>> => ({
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: -count,
  End: count,
});

const togglesGroup = (key: string, open: boolean): boolean =>
  key === 'Enter' || key === ' ' || key === (open ? 'ArrowLeft' : 'ArrowRight');

/** One object for as long as the list is shown, that does what the latest props say. */
const useActs = (props: Props): RowActs => {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const [acts] = useState<RowActs>(() => ({
    select: index => latest.current.onSelect(index),
    open: index => latest.current.onOpen(index),
    toggle: key => latest.current.onToggle(key),
    choose: (index, range) => latest.current.onChoose(index, range),
  }));
  return acts;
};

/** What second looks say of each finding, once for all rows. */
const useSeen = (looks: readonly Recheck[]): ReadonlyMap<string, Seen> =>
  useMemo(() => {
    const seen = new Map<string, Seen>();
    for (const look of looks)
      for (const { finding } of look.verdicts) {
        const found = seen.has(finding) ? undefined : seenAgain(looks, finding);
        if (found !== undefined) seen.set(finding, found);
      }
    return seen;
  }, [looks]);

/** Only the lines on view are drawn. The grid is one stop of the Tab key; the selected line is told by aria-activedescendant. */
export const FindingList = (props: Props): ReactElement => {
  const { count, heads, at, selected, onWindow, onSelect, onOpen, onToggle, onChoose, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const acts = useActs(props);
  const seen = useSeen(props.looks);
  const getItemKey = useMemo(() => keysOf(heads), [heads]);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    // Exact, and never by what was read so far: heights that change while one scrolls would move what is on view.
    estimateSize: index => (heads.has(index) ? headHeight : rowHeight),
    getItemKey,
    overscan: 10,
    initialRect: { width: 800, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onWindow(from, to), [onWindow, from, to]);

  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' });
  }, [virtual, selected]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const by = steps(count)[event.key];
    const line = at(selected);
    if (by !== undefined) {
      const next = Math.min(count - 1, Math.max(0, selected + by));
      onSelect(next);
      if (event.shiftKey) onChoose(next, true);
    } else if (line?.type === 'group' && togglesGroup(event.key, line.open)) onToggle(line.key);
    else if (event.key === ' ' && selected >= 0) onChoose(selected, event.shiftKey);
    else if (event.key === 'Enter' && selected >= 0) onOpen(selected);
    else return;
    event.preventDefault();
  };

  return (
    <div className="finding-list" ref={scroller}>
      <div
        ref={props.grid}
        className="finding-grid"
        role="treegrid"
        aria-label="Findings"
        aria-multiselectable="true"
        aria-rowcount={count}
        aria-colcount={2 + props.columns.length}
        aria-activedescendant={items.some(item => item.index === selected) ? domId(selected) : undefined}
        tabIndex={0}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map(item => {
          const line = at(item.index);
          const common = {
            id: domId(item.index),
            index: item.index,
            top: item.start,
            height: item.size,
            selected: item.index === selected,
            acts,
          };
          if (line === undefined)
            return (
              <div
                key={`w:${item.index}`}
                className="line line-waiting"
                role="row"
                aria-rowindex={item.index + 1}
                aria-busy="true"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              />
            );
          return line.type === 'group' ? (
            <GroupLine key={lineKey(line)} {...common} line={line} />
          ) : (
            <FindingLine
              key={lineKey(line)}
              {...common}
              line={line}
              inTray={props.tray.has(line.row.id)}
              chosen={selection.has(line.row.id)}
              choosing={selection.count > 0}
              columns={props.columns}
              note={props.notes.get(line.row.id)}
              seen={seen.get(line.row.id)}
            />
          );
        })}
      </div>
    </div>
  );
};
