/** Arc flags. A blocked arc is there to be seen and cannot be walked; what stands in an uncertain one's way was not read. */
export const blockedFlag = 1;
export const uncertainFlag = 2;

/** Arcs between numbered nodes in typed arrays, by both ends. `edge`: index of its kind, -1 for none (a fold of the graph). */
export interface Arcs {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly edge: Int16Array;
  readonly flags: Uint8Array;
  readonly cost: Uint8Array;
  /** Index of what is known of it, -1 where that is asked anew. */
  readonly ref: Int32Array;
  /** Arcs of node n: those from `outStart[n]` up to `outStart[n + 1]`. */
  readonly outStart: Uint32Array;
  readonly inStart: Uint32Array;
  /** Arc numbers by their end. */
  readonly inArc: Uint32Array;
}

export interface ArcRow {
  readonly from: number;
  readonly to: number;
  readonly edge: number;
  readonly flags: number;
  readonly cost: number;
  readonly ref: number;
}

/** Takes an arc by its numbers, so that millions are no objects. */
export type AddArc = (from: number, to: number, edge: number, flags: number, cost: number, ref: number) => void;

/** Takes arcs in any order, into one growing array. */
export interface ArcDraft {
  readonly add: AddArc;
  readonly size: () => number;
  finish(nodes: number): Arcs;
}

const width = 4;

export const createArcDraft = (): ArcDraft => {
  let rows = new Int32Array(4096 * width);
  let size = 0;
  const grow = (): void => {
    const larger = new Int32Array(rows.length * 2);
    larger.set(rows);
    rows = larger;
  };
  return {
    size: () => size,
    add: (from, to, edge, flags, cost, ref) => {
      const at = size * width;
      if (at === rows.length) grow();
      rows[at] = from;
      rows[at + 1] = to;
      rows[at + 2] = ((edge + 1) << 16) | (flags << 8) | cost;
      rows[at + 3] = ref;
      size += 1;
    },
    finish: nodes => sorted(rows, size, nodes),
  };
};

const startsOf = (rows: Int32Array, size: number, nodes: number, column: number): Uint32Array => {
  const starts = new Uint32Array(nodes + 1);
  for (let row = 0; row < size; row++) {
    const node = (rows[row * width + column] as number) + 1;
    starts[node] = (starts[node] as number) + 1;
  }
  for (let node = 0; node < nodes; node++) starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  return starts;
};

/** A counting sort by the start; then the arc numbers by their end. */
const sorted = (rows: Int32Array, size: number, nodes: number): Arcs => {
  const outStart = startsOf(rows, size, nodes, 0);
  const inStart = startsOf(rows, size, nodes, 1);
  const arcs = {
    count: size,
    from: new Uint32Array(size),
    to: new Uint32Array(size),
    edge: new Int16Array(size),
    flags: new Uint8Array(size),
    cost: new Uint8Array(size),
    ref: new Int32Array(size),
    outStart,
    inStart,
    inArc: new Uint32Array(size),
  };
  const next = outStart.slice();
  for (let row = 0; row < size; row++) {
    const at = row * width;
    const from = rows[at] as number;
    const arc = next[from] as number;
    next[from] = arc + 1;
    const packed = rows[at + 2] as number;
    arcs.from[arc] = from;
    arcs.to[arc] = rows[at + 1] as number;
    arcs.edge[arc] = (packed >>> 16) - 1;
    arcs.flags[arc] = (packed >>> 8) & 255;
    arcs.cost[arc] = packed & 255;
    arcs.ref[arc] = rows[at + 3] as number;
  }
  const nextIn = inStart.slice();
  for (let arc = 0; arc < size; arc++) {
    const to = arcs.to[arc] as number;
    const place = nextIn[to] as number;
    nextIn[to] = place + 1;
    arcs.inArc[place] = arc;
  }
  return arcs;
};
