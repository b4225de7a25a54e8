import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type RefObject, useEffect, useRef } from 'react';
import type { ObjectRow, ObjectSort } from '#contract/objects';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly count: number;
  readonly at: (index: number) => ObjectRow | undefined;
  readonly selected: number;
  readonly sort: ObjectSort;
  readonly desc: boolean;
  readonly onSort: (sort: ObjectSort) => void;
  readonly onWindow: (from: number, to: number) => void;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly grid: RefObject<HTMLDivElement | null>;
}

const columns: readonly { readonly id: ObjectSort; readonly title: string }[] = [
  { id: 'kind', title: 'Kind' },
  { id: 'name', title: 'Name' },
  { id: 'namespace', title: 'Namespace' },
  { id: 'findings', title: 'Findings' },
];

const template = 'minmax(176px, 1fr) minmax(180px, 3fr) minmax(110px, 1.3fr) 148px';

/** Height of the head with its line, as the style has it. */
const head = 29;

const domId = (index: number): string => `object-row-${index}`;

const Findings = ({ row }: { readonly row: ObjectRow }): ReactElement => (
  <span className="object-findings">
    {row.worst === null ? null : (
      <>
        <SeverityGlyph severity={row.worst} size={12} />
        {severityWord(row.worst)}
        <span className="num">{countText(row.findings)}</span>
      </>
    )}
    {row.unknown === 0 ? null : (
      <span className="object-unknown is-unknown" title={`${row.unknown} unknown`}>
        <Icon name="unknown" size={12} />
        <span className="num">{countText(row.unknown)}</span>
        <span className="sr-only"> unknown</span>
      </span>
    )}
    {row.worst === null && row.unknown === 0 ? <span className="muted">none</span> : null}
  </span>
);

const cells = (row: ObjectRow): readonly ReactElement[] => [
  <span key="kind" title={visible(row.kind, 300)}>
    {visible(row.kind, 120)}
  </span>,
  <MiddleTruncate key="name" text={row.name} className="mono" />,
  row.namespace === null ? (
    <span key="namespace" className="muted">
      cluster-wide
    </span>
  ) : (
    <MiddleTruncate key="namespace" text={row.namespace} className="mono" />
  ),
  <Findings key="findings" row={row} />,
];

const Head = ({ sort, desc, onSort }: Pick<Props, 'sort' | 'desc' | 'onSort'>): ReactElement => (
  <div className="ui-table-head" role="rowgroup">
    <div className="ui-table-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
      {columns.map(({ id, title }) => (
        <span
          key={id}
          role="columnheader"
          className="ui-table-cell"
          aria-sort={id === sort ? (desc ? 'descending' : 'ascending') : undefined}
        >
          <button type="button" className="ui-table-sort" onClick={() => onSort(id)}>
            {title}
            {id === sort ? <Icon name="sort" size={11} className={desc ? '' : 'is-flipped'} /> : null}
          </button>
        </span>
      ))}
    </div>
  </div>
);

/** Rows that the core sorts and sends by windows; only those on view are drawn. The grid is one stop of the Tab key. */
export const ObjectTable = (props: Props): ReactElement => {
  const { count, at, selected, onWindow, onSelect, onOpen, grid } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 28,
    overscan: 12,
    // The head stays on top of the rows and takes its height of what is seen.
    scrollMargin: head,
    scrollPaddingStart: head,
    initialRect: { width: 1000, height: 800 },
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
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -count,
      End: count,
    };
    const by = steps[event.key];
    if (by !== undefined) onSelect(Math.min(count - 1, Math.max(0, selected + by)));
    else if (event.key === 'Enter' && selected >= 0) onOpen(selected);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={element => {
        scroller.current = element;
        grid.current = element;
      }}
      className="ui-table object-table"
      role="grid"
      aria-label="Objects"
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.some(item => item.index === selected) ? domId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Head {...props} />
      <div className="ui-table-body" role="rowgroup">
        <div className="ui-table-canvas" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = at(item.index);
            return (
              <div
                key={row?.key ?? `w:${item.index}`}
                id={domId(item.index)}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === selected}
                aria-busy={row === undefined || undefined}
                className={`ui-table-row object-row ${item.index === selected ? 'is-selected' : ''}`}
                style={{ gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start - head}px)` }}
                onClick={() => onOpen(item.index)}
              >
                {row === undefined
                  ? null
                  : cells(row).map(cell => (
                      <span key={cell.key} role="gridcell" className="ui-table-cell">
                        {cell}
                      </span>
                    ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
