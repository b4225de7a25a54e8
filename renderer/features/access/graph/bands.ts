import type { Band, Bounds } from './scene.ts';

export interface Placed {
  readonly y: number;
  readonly height: number;
  readonly place: string;
}

const head = 30;
const foot = 14;
const gap = 10;
const side = 14;

interface Stretch {
  readonly title: string;
  /** Tops and bottoms of its boxes, as laid out. */
  readonly top: number;
  bottom: number;
}

const prefix = 'Namespace ';

/** At most three namespaces by name. */
const titleOf = (places: ReadonlySet<string>): string => {
  const names = [...places].sort();
  const namespaces = names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length));
  const parts = [
    ...names.filter(name => !name.startsWith(prefix)),
    ...namespaces
      .slice(0, 3)
      .map((name, index) => (index > 0 ? name : `${namespaces.length === 1 ? 'Namespace' : 'Namespaces'} ${name}`)),
  ];
  return `${parts.join(', ')}${namespaces.length > 3 ? ` and ${namespaces.length - 3} more` : ''}`;
};

/** Rows of boxes from the top, joined as long as they lie in the same places. */
const stretches = (boxes: readonly Placed[]): readonly Stretch[] => {
  const rows = new Map<number, { places: Set<string>; height: number }>();
  for (const { y, height, place } of boxes) {
    const row = rows.get(Math.round(y)) ?? { places: new Set<string>(), height: 0 };
    row.places.add(place);
    rows.set(Math.round(y), { ...row, height: Math.max(row.height, height) });
  }
  const made: Stretch[] = [];
  for (const [y, { places, height }] of [...rows].sort((a, b) => a[0] - b[0])) {
    const title = titleOf(places);
    const last = made.at(-1);
    if (last?.title === title) last.bottom = y + height / 2;
    else made.push({ title, top: y - height / 2, bottom: y + height / 2 });
  }
  return made;
};

export interface Banded {
  /** Where a height of the layout comes to lie between the bands. */
  readonly shift: (y: number) => number;
  readonly bands: (bounds: Bounds) => readonly Band[];
}

/** Makes room for bands between the rows: each has a line with its name on top. */
export const banded = (boxes: readonly Placed[]): Banded => {
  const all = stretches(boxes);
  /** What lies below the boxes of the stretch before belongs to the next one, labels of edges too. */
  const shift = (y: number): number => {
    const before = all.slice(0, -1).filter(stretch => y > stretch.bottom + 1).length;
    return y + head + before * (foot + gap + head);
  };
  return {
    shift,
    bands: ({ left, right }) =>
      all.map((stretch, index) => {
        const previous = all[index - 1];
        const top = previous === undefined ? shift(stretch.top) - head : shift(previous.bottom) + foot + gap;
        return {
          title: stretch.title,
          x: left - side,
          y: top,
          width: right - left + 2 * side,
          height: shift(stretch.bottom) + foot - top,
        };
      }),
  };
};
