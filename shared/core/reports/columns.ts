import { displayWidth, padEnd, wrap } from './display-width.ts';
import { visibleText } from './visible-text.ts';

export interface Column {
  readonly title: string;
  /** This column takes what the others leave. */
  readonly flexible?: boolean;
  /** Columns of the terminal; what is longer wraps. */
  readonly max?: number;
}

/** Fewer columns than this for the flexible one make a column of words; then it gets this and the line is too long. */
const narrowest = 24;
const gap = '  ';

const widthsOf = (columns: readonly Column[], rows: readonly (readonly string[])[], width: number | null): readonly number[] => {
  const natural = columns.map((column, index) =>
    Math.min(
      width === null ? Infinity : (column.max ?? Infinity),
      Math.max(displayWidth(column.title), ...rows.map(row => displayWidth(row[index] ?? ''))),
    ),
  );
  if (width === null) return natural;
  const fixed = natural.filter((_, index) => columns[index]?.flexible !== true).reduce((sum, each) => sum + each, 0);
  const rest = Math.max(narrowest, width - fixed - gap.length * (columns.length - 1));
  return natural.map((each, index) => (columns[index]?.flexible === true ? Math.min(each, rest) : each));
};

const linesOf = (cells: readonly string[], widths: readonly number[]): readonly string[] => {
  const blocks = cells.map((cell, index) => wrap(cell, Math.max(1, widths[index] ?? 1)));
  const height = Math.max(...blocks.map(block => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((block, index) => padEnd(block[line] ?? '', widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
};

/**
 * Rows in aligned columns for a terminal of `width` columns; null: each row is one line, as wide as it is. Nothing is cut.
 * Cells are foreign text: they are made visible here. Headings are left out where `columns` have no titles.
 */
export const columnsText = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): readonly string[] => {
  const cells = rows.map(row => row.map(cell => visibleText(cell)));
  const widths = widthsOf(columns, cells, width);
  const titles = columns.map(column => column.title);
  const all = titles.every(title => title === '') ? cells : [titles, ...cells];
  return all.flatMap(row => linesOf(row, widths));
};
