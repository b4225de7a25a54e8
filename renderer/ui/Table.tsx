import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { rowHeight, useDensity } from './density.ts';
import { Icon } from './Icon.tsx';

export interface TableColumn<R> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track: '120px', 'minmax(160px, 2fr)'. */
  readonly width: string;
  readonly numeric?: boolean;
  readonly cell: (row: R) => ReactNode;
  /** Absent: this column does not sort. */
  readonly sort?: (row: R) => string | number;
}

/** What a page's own keys do to the table, in the order that is shown. */
export interface TableHandle {
  move(by: number): void;
  open(): void;
}

interface Props<R> {
  readonly handle?: Ref<TableHandle>;
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly TableColumn<R>[];
  readonly rowId: (row: R) => string;
  readonly rowHeight?: number;
  readonly selected?: string | null;
  readonly onSelect?: (row: R) => void;
  readonly onOpen?: (row: R) => void;
  readonly sort?: { readonly id: string; readonly desc: boolean };
}

/** Height of the head with its line, as the style has it. */
const head = 29;

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows of one height under a sticky head, drawn only where they are seen. The whole table is one stop of the Tab key. */
export const Table = <R extends object>(props: Props<R>): ReactElement => {
  const { label, rows, columns, rowId, selected = null, onSelect, onOpen } = props;
  const height = rowHeight(props.rowHeight ?? 28, useDensity());
  const [sorting, setSorting] = useState<SortingState>(props.sort === undefined ? [] : [props.sort]);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, R>();
    return columns.map(column =>
      helper.accessor((row): unknown => column.sort?.(row) ?? '', {
        id: column.id,
        header: column.title,
        enableSorting: column.sort !== undefined,
        sortFn: (a, b) => compare(column.sort?.(a.original) ?? '', column.sort?.(b.original) ?? ''),
      }),
    );
  }, [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
  });
  const model = table.getRowModel().rows;

  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    // The head stays on top of the rows and takes its height of what is seen.
    scrollMargin: head,
    scrollPaddingStart: head,
    initialRect: { width: 1000, height: 800 },
  });

  useEffect(() => virtual.measure(), [virtual, height]);

  const items = virtual.getVirtualItems();
  const template = columns.map(column => column.width).join(' ');
  const at = model.findIndex(row => row.id === selected);
  const move = (by: number): void => {
    const next = model[Math.min(model.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    onSelect?.(next.original);
    virtual.scrollToIndex(next.index);
  };
  const openCurrent = (): void => {
    const current = model[at];
    if (current !== undefined) (onOpen ?? onSelect)?.(current.original);
  };
  useImperativeHandle(props.handle, () => ({ move, open: openCurrent }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -model.length,
      End: model.length,
    };
    const by = steps[event.key];
    if (by !== undefined) move(by);
    else if (event.key === 'Enter') openCurrent();
    else return;
    event.preventDefault();
  };
  const rowDomId = (id: string): string => `${label.replaceAll(/\W+/gu, '-')}-${id.replaceAll(/\W+/gu, '-')}`;

  return (
    <div
      className="ui-table"
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={model.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.some(item => item.index === at) ? rowDomId(model[at]?.id ?? '') : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="ui-table-head" role="rowgroup">
        <div className="ui-table-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {table.getHeaderGroups()[0]?.headers.map((header, index) => {
            const direction = header.column.getIsSorted();
            const numeric = columns[index]?.numeric === true ? 'num' : '';
            return (
              <span
                key={header.id}
                role="columnheader"
                className={`ui-table-cell ${numeric}`}
                aria-sort={direction === false ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
              >
                {header.column.getCanSort() ? (
                  <button type="button" className="ui-table-sort" onClick={header.column.getToggleSortingHandler()}>
                    {columns[index]?.title}
                    {direction === false ? null : (
                      <Icon name="sort" size={11} className={direction === 'asc' ? 'is-flipped' : ''} />
                    )}
                  </button>
                ) : (
                  columns[index]?.title
                )}
              </span>
            );
          })}
        </div>
      </div>
      <div className="ui-table-body" role="rowgroup">
        <div className="ui-table-canvas" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = model[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={row.id}
                id={rowDomId(row.id)}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={onSelect === undefined ? undefined : row.id === selected}
                className={`ui-table-row ${row.id === selected ? 'is-selected' : ''}`}
                style={{ gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start - head}px)` }}
                onClick={() => onSelect?.(row.original)}
                onDoubleClick={() => onOpen?.(row.original)}
              >
                {columns.map(column => (
                  <span key={column.id} role="gridcell" className={`ui-table-cell ${column.numeric === true ? 'num' : ''}`}>
                    {column.cell(row.original)}
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
