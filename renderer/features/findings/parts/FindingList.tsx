import { type KeyboardEvent, type ReactElement, type Ref, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FindingNote, FindingsLine } from '#contract/findings-query';
import type { Recheck } from '#contract/recheck';
import type { Positions } from '../positions.ts';
import { type Seen, seenAgain } from '../rechecks.ts';
import { createRowSlots, type ShownLine } from '../row-slots.ts';
import type { ColumnId } from '../use-columns.ts';
import { useLineWindow, useTidied } from '../use-line-window.ts';
import type { Selection } from '../use-selection.ts';
import { FindingLine, GroupLine, type RowActs } from './FindingLine.tsx';

/** Long enough that one who types or scrolls on is not disturbed. */
const tidyMs = 400;

/** More than are on view at once: so few keys, so that their elements are used again. */
const waitingKeys = 256;

const domId = (index: number): string => `finding-line-${index}`;

interface Props {
  readonly positions: Positions;
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
  const { positions, at, selected, grid, tray, columns, notes, onWindow, onSelect, onOpen, onToggle, onChoose, selection } =
    props;
  const { count } = positions;
  const { scroller, from, to, reveal } = useLineWindow(positions);
  const acts = useActs(props);
  const seen = useSeen(props.looks);
  const [slots] = useState(createRowSlots);
  useEffect(() => onWindow(from, to), [onWindow, from, to]);
  useEffect(() => {
    if (selected >= 0) reveal(selected);
  }, [reveal, selected]);

  const shown: ShownLine[] = [];
  const missing: number[] = [];
  for (let index = from; index <= to; index += 1) {
    const line = at(index);
    if (line === undefined) missing.push(index);
    else shown.push({ index, line });
  }
  const drawn = slots.show(shown);
  useTidied(slots.tidy, missing.length === 0, tidyMs);

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
        ref={grid}
        className="finding-grid"
        role="treegrid"
        aria-label="Findings"
        aria-multiselectable="true"
        aria-rowcount={count}
        aria-colcount={2 + columns.length}
        aria-activedescendant={selected >= from && selected <= to ? domId(selected) : undefined}
        tabIndex={0}
        style={{ height: positions.total }}
        onKeyDown={onKeyDown}
      >
        {drawn.map(({ key, index, line, spare }) => {
          const common = {
            id: domId(index),
            index,
            top: positions.topOf(index),
            selected: index === selected && !spare,
            spare,
            acts,
          };
          return line.type === 'group' ? (
            <GroupLine key={key} {...common} line={line} />
          ) : (
            <FindingLine
              key={key}
              {...common}
              line={line}
              inTray={tray.has(line.row.id)}
              chosen={selection.has(line.row.id)}
              choosing={selection.count > 0}
              columns={columns}
              note={notes.get(line.row.id)}
              seen={seen.get(line.row.id)}
            />
          );
        })}
        {missing.map(index => (
          <div
            key={`w${index % waitingKeys}`}
            className="line line-waiting"
            role="row"
            aria-rowindex={index + 1}
            aria-busy="true"
            style={{ height: positions.heightOf(index), transform: `translateY(${positions.topOf(index)}px)` }}
          />
        ))}
      </div>
    </div>
  );
};
