/** CSS pixels. */
export const headHeight = 32;
export const rowHeight = 46;

/** Where each line of the list stands, by arithmetic: two heights, and the heads are known of all lines. */
export interface Positions {
  readonly count: number;
  /** Height of the whole list. */
  readonly total: number;
  readonly isHead: (index: number) => boolean;
  readonly topOf: (index: number) => number;
  readonly heightOf: (index: number) => number;
  /** The line at so many CSS pixels from the top; 0 above the first, the last one below it. */
  readonly at: (y: number) => number;
}

/** The lines of heads, in their order, from the steps between them. */
export const headsAt = (steps: readonly number[]): Int32Array => {
  const heads = new Int32Array(steps.length);
  let line = -1;
  for (let at = 0; at < steps.length; at += 1) {
    line += steps[at] ?? 0;
    heads[at] = line;
  }
  return heads;
};

/** The least number from 0 to `end` for which it holds; `end` where it holds for none. */
const firstOf = (end: number, holds: (at: number) => boolean): number => {
  let from = 0;
  let to = end;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
};

export const positionsOf = (count: number, heads: Int32Array): Positions => {
  const headsBefore = (index: number): number => firstOf(heads.length, at => (heads[at] ?? 0) >= index);
  const isHead = (index: number): boolean => heads[headsBefore(index)] === index;
  const topOf = (index: number): number => index * rowHeight - headsBefore(index) * (rowHeight - headHeight);
  return {
    count,
    total: topOf(count),
    isHead,
    topOf,
    heightOf: index => (isHead(index) ? headHeight : rowHeight),
    at: y => Math.max(0, firstOf(count, index => topOf(index) > y) - 1),
  };
};

export interface View {
  readonly top: number;
  readonly height: number;
  /** Lines are drawn for so much above and below it, too. */
  readonly beyond: number;
}

/** Both included; `to` is -1 in an empty list. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** What a view shows and a little more. A list that became shorter than the view had been scrolled is seen at its end. */
export const rangeIn = ({ count, total, at }: Positions, { top, height, beyond }: View): LineRange => {
  if (count === 0) return { from: 0, to: -1 };
  const start = Math.max(0, Math.min(top, total - height));
  return { from: at(start - beyond), to: at(start + height + beyond) };
};
