/** What is drawn, in pixels of the drawing: made by a layout, painted by cytoscape, and written as SVG from the same numbers. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node as two lines of text; `x` and `y` are its middle. */
export interface Box extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** As it fits, cut in its middle. */
  readonly name: string;
  /** A few letters: `sa`, `pod`. */
  readonly tag: string;
  readonly label: string;
  readonly folded: boolean;
  /** Only blocked edges lead here. */
  readonly ghost: boolean;
}

export interface Text extends Point {
  readonly text: string;
  readonly align: 'left' | 'right' | 'center';
  readonly lines: number;
}

/** An edge: from `start` by quadratic curves over `controls` to `end`; no controls: straight. */
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly start: Point;
  readonly end: Point;
  readonly controls: readonly Point[];
  readonly blocked: boolean;
  /** Where a number or a letter lies on it. */
  readonly badge: Point;
  /** Null: there is no room; the panel and the table say it. */
  readonly label: Text | null;
  /** What blocks it, below its words. */
  readonly stop: Text | null;
  /** How many edges it stands for, written where more than one. */
  readonly count: number;
  /** Across the edge, where a mitigation ends it. */
  readonly bar: { readonly at: Point; readonly across: 'x' | 'y' } | null;
}

export interface Band {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Scene {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
}

export const emptyScene: Scene = { boxes: [], lines: [], bands: [] };

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const edgesOf = (scene: Scene): readonly Bounds[] => [
  ...scene.boxes.map(({ x, y, width, height }) => ({
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  })),
  ...scene.bands.map(({ x, y, width, height }) => ({ left: x, right: x + width, top: y, bottom: y + height })),
  ...scene.lines.flatMap(({ label, stop }) => [label, stop].flatMap(text => (text === null ? [] : [boundsOfText(text)]))),
];

export const boundsOf = (scene: Scene): Bounds =>
  edgesOf(scene).reduce(
    (all, one) => ({
      left: Math.min(all.left, one.left),
      top: Math.min(all.top, one.top),
      right: Math.max(all.right, one.right),
      bottom: Math.max(all.bottom, one.bottom),
    }),
    edgesOf(scene)[0] ?? { left: 0, top: 0, right: 0, bottom: 0 },
  );

/** Widths of letters: the mono font's are all alike, the other's are taken on average, a little wide. */
export const monoWidth = 7.25;
export const textWidth = 6.4;
export const lineHeight = 15;

export const boundsOfText = ({ x, y, text, align }: Text): Bounds => {
  const parts = text.split('\n');
  const width = Math.max(...parts.map(part => Array.from(part).length)) * textWidth;
  const height = parts.length * lineHeight;
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
};

export const overlap = (a: Bounds, b: Bounds, gap = 0): boolean =>
  a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
