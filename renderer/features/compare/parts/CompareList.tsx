import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type Ref, useEffect, useRef } from 'react';
import type { CompareSummary } from '#contract/compare';
import type { Line } from '../rows.ts';
import { FindingLine, HeadLine, ObjectLine } from './CompareLine.tsx';

const heightOf = (line: Line | undefined): number => (line?.is === 'head' ? 32 : 46);

const keyOf = (line: Line, index: number): string =>
  line.is === 'head'
    ? `h:${line.section}`
    : line.is === 'object'
      ? `o:${line.section}:${line.row.key}:${index}`
      : `f:${line.row.id}`;

const domId = (index: number): string => `compare-line-${index}`;

interface Props {
  readonly summary: CompareSummary;
  readonly count: number;
  readonly at: (index: number) => Line | undefined;
  readonly selected: number;
  readonly grid: Ref<HTMLDivElement>;
  readonly onWindow: (from: number, to: number) => void;
  readonly onSelect: (index: number) => void;
  readonly onMove: (by: number) => void;
  readonly onOpen: (index: number) => void;
}

/** Only the lines on view are drawn. The grid is one stop of the Tab key; the selected line is told by aria-activedescendant. */
export const CompareList = ({ summary, count, at, selected, grid, onWindow, onSelect, onMove, onOpen }: Props): ReactElement => {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: index => heightOf(at(index)),
    overscan: 10,
    initialRect: { width: 800, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onWindow(from, to), [onWindow, from, to]);

  const shape = items.map(item => heightOf(at(item.index))).join('');
  useEffect(() => virtual.measure(), [virtual, shape, count]);
  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' });
  }, [virtual, selected]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 12,
      PageUp: -12,
      Home: -count,
      End: count,
    };
    const by = steps[event.key];
    if (by !== undefined) onMove(by);
    else if (event.key === 'Enter' && selected >= 0) onOpen(selected);
    else return;
    event.preventDefault();
  };

  return (
    <div className="compare-list" ref={scroller}>
      <div
        ref={grid}
        className="compare-grid"
        role="treegrid"
        aria-label="Differences"
        aria-rowcount={count}
        aria-colcount={1}
        aria-activedescendant={items.some(item => item.index === selected) ? domId(selected) : undefined}
        tabIndex={0}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map(item => {
          const line = at(item.index);
          const style = { height: item.size, transform: `translateY(${item.start}px)` };
          const common = { id: domId(item.index), rowIndex: item.index + 1, style };
          if (line === undefined)
            return (
              <div
                key={`w:${item.index}`}
                className="line line-waiting"
                role="row"
                aria-rowindex={common.rowIndex}
                aria-busy="true"
                style={style}
              />
            );
          if (line.is === 'head') return <HeadLine key={keyOf(line, item.index)} {...common} line={line} summary={summary} />;
          const row = {
            ...common,
            selected: item.index === selected,
            onSelect: () => onSelect(item.index),
            onOpen: () => onOpen(item.index),
          };
          return line.is === 'object' ? (
            <ObjectLine key={keyOf(line, item.index)} {...row} row={line.row} section={line.section} />
          ) : (
            <FindingLine key={keyOf(line, item.index)} {...row} row={line.row} />
          );
        })}
      </div>
    </div>
  );
};
