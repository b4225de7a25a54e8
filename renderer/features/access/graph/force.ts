import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { boxOf, type EdgeInput, edgeWords, type NodeInput, textsBeside, widthOf } from './boxes.ts';
import type { LayoutInput } from './layered.ts';
import {
  type Bounds,
  boundsOfText,
  type Box,
  type Line,
  lineHeight,
  overlap,
  type Point,
  type Scene,
  textWidth,
} from './scene.ts';

/** Boxes are wide and low: the forces work in a space that is stretched in height, where a box is about as high as wide. */
const stretchOf = (count: number): number => (count > manyBodies ? 2.2 : 1.35);
const manyBodies = 60;
const air = 20;

interface Body extends SimulationNodeDatum {
  readonly id: string;
  readonly radius: number;
}

const bodiesOf = (
  input: LayoutInput,
  fixed: ReadonlyMap<string, Point>,
  root: string | null,
  stretch: number,
  turn: number,
): readonly Body[] =>
  input.nodes.map((node, index): Body => {
    const at = fixed.get(node.id) ?? (node.id === root ? { x: 0, y: 0 } : undefined);
    // On a spiral, each time from another angle: the same input makes the same drawing.
    const angle = index * 2.399 + turn * 1.7;
    const far = 60 * Math.sqrt(index + 1);
    return {
      id: node.id,
      radius: widthOf(node) / 2 + air,
      ...(at === undefined ? { x: far * Math.cos(angle), y: far * Math.sin(angle) } : { fx: at.x, fy: at.y * stretch }),
    };
  });

const settled = (bodies: readonly Body[], links: SimulationLinkDatum<Body>[]): void => {
  const many = bodies.length > manyBodies;
  const ticks = many ? 140 : 220;
  forceSimulation([...bodies])
    // It comes to rest with the last tick, whatever their number.
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .force('charge', forceManyBody().strength(many ? -500 : -900))
    .force(
      'link',
      forceLink<Body, SimulationLinkDatum<Body>>(links)
        .id(({ id }) => id)
        .distance(many ? 240 : 210)
        .strength(0.35),
    )
    .force('x', forceX(0).strength(many ? 0.05 : 0.14))
    .force('y', forceY(0).strength(many ? 0.05 : 0.06))
    .force(
      'collide',
      forceCollide<Body>(({ radius }) => radius)
        .strength(0.9)
        .iterations(3),
    )
    .stop()
    .tick(ticks);
};

const boundsOfBox = ({ x, y, width, height }: Box): Bounds => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

/** Boxes that still lie on each other are moved apart, by the shorter way; those that have a place keep it. */
const parted = (boxes: readonly Box[], fixed: ReadonlyMap<string, Point>): readonly Box[] => {
  const placed = boxes.map(box => ({ ...box }));
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    placed.forEach((box, index) => {
      for (const other of placed.slice(index + 1)) {
        if (!overlap(boundsOfBox(box), boundsOfBox(other), 12)) continue;
        const [dx, dy] = [box.x - other.x, box.y - other.y];
        const wide = (box.width + other.width) / 2 + 12 - Math.abs(dx);
        const high = (box.height + other.height) / 2 + 12 - Math.abs(dy);
        const [x, y] = wide < high ? [wide * (dx < 0 ? -1 : 1), 0] : [0, high * (dy < 0 ? -1 : 1)];
        const [still, otherStill] = [fixed.has(box.id), fixed.has(other.id)];
        if (still && otherStill) continue;
        const share = still ? 0 : otherStill ? 1 : 0.5;
        box.x += x * share;
        box.y += y * share;
        other.x -= x * (1 - share);
        other.y -= y * (1 - share);
        moved = true;
      }
    });
    if (!moved) break;
  }
  return placed;
};

/** Where the straight line between two middles leaves a box. */
const border = (box: Box, towards: Point, gap = 0): Point => {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + gap) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + gap) / Math.abs(dy),
  );
  return Number.isFinite(scale) ? { x: box.x + dx * scale, y: box.y + dy * scale } : { x: box.x, y: box.y };
};

/** Small drawings are laid out from several beginnings, and the clearest is taken. */
const triesOf = (nodes: number): number => (nodes > manyBodies ? 1 : Math.max(4, Math.min(14, Math.floor(400 / nodes))));
const barGap = 10;
/** With more edges than this their words would be all there is to see. */
const mostWords = 60;
const places = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78] as const;

const cuts = (a: Point, b: Point, { left, right, top, bottom }: Bounds): boolean => {
  let [low, high] = [0, 1];
  for (const [from, way, least, most] of [
    [a.x, b.x - a.x, left, right],
    [a.y, b.y - a.y, top, bottom],
  ] as const) {
    if (way === 0) {
      if (from < least || from > most) return false;
      continue;
    }
    const [first, last] = [(least - from) / way, (most - from) / way].sort((x, y) => x - y) as [number, number];
    low = Math.max(low, first);
    high = Math.min(high, last);
  }
  return low <= high;
};

interface Taken {
  readonly bounds: Bounds[];
  readonly lines: readonly (readonly [Point, Point])[];
}

/** The first place beside the line where its words lie on nothing and nothing goes through them; null: none. */
const textsOf = (edge: EdgeInput, start: Point, end: Point, taken: Taken): Pick<Line, 'label' | 'stop'> => {
  const words = edgeWords(edge);
  const width = Math.max(...[...words.words, ...words.stop].map(line => Array.from(line).length)) * textWidth;
  const height = (words.words.length + words.stop.length) * lineHeight;
  for (const t of places)
    for (const [dx, dy] of [
      [14, 0],
      [-14 - width, 0],
      [-width / 2, -height / 2 - 10],
      [-width / 2, height / 2 + 10],
    ] as const) {
      const [x, y] = [start.x + (end.x - start.x) * t + dx, start.y + (end.y - start.y) * t + dy];
      const texts = textsBeside(words, x, y);
      const bounds = [texts.label, texts.stop].flatMap(text => (text === null ? [] : [boundsOfText(text)]));
      const free = bounds.every(
        one => taken.bounds.every(other => !overlap(one, other, 3)) && taken.lines.every(([from, to]) => !cuts(from, to, one)),
      );
      if (free) return texts;
    }
  return { label: null, stop: null };
};

interface Straight {
  readonly edge: EdgeInput;
  readonly start: Point;
  readonly end: Point;
}

/** From border to border; two edges there and back lie beside each other. */
const straightLines = (input: LayoutInput, boxes: readonly Box[]): readonly Straight[] => {
  const byId = new Map(boxes.map(box => [box.id, box]));
  const pairs = new Set(input.edges.map(({ from, to }) => `${from}\n${to}`));
  return input.edges.flatMap((edge): readonly Straight[] => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (from === undefined || to === undefined || from === to) return [];
    const turn = pairs.has(`${edge.to}\n${edge.from}`) ? (edge.from < edge.to ? 9 : -9) : 0;
    const [start, end] = [border(from, to), border(to, from, edge.blocked === null ? 0 : barGap)];
    return [{ edge, start: { x: start.x + turn, y: start.y }, end: { x: end.x + turn, y: end.y } }];
  });
};

const linesOf = (input: LayoutInput, boxes: readonly Box[]): readonly Line[] => {
  const lines = straightLines(input, boxes);
  const taken: Taken = {
    bounds: boxes.map(boundsOfBox),
    lines: lines.length > mostWords ? [] : lines.map(({ start, end }) => [start, end] as const),
  };
  return lines.map(({ edge, start, end }): Line => {
    const texts = lines.length > mostWords ? { label: null, stop: null } : textsOf(edge, start, end, taken);
    for (const text of [texts.label, texts.stop]) if (text !== null) taken.bounds.push(boundsOfText(text));
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      start,
      end,
      controls: [],
      blocked: edge.blocked !== null,
      badge: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
      ...texts,
      count: edge.count,
      bar: edge.blocked === null ? null : { at: end, across: Math.abs(end.x - start.x) > Math.abs(end.y - start.y) ? 'y' : 'x' },
    };
  });
};

/**
 * A neighbourhood: what is tied together lies together. Nodes in `fixed` (drawn before, or pinned) keep their places, so that
 * expanding adds to the drawing and does not make another one.
 */
export const forced = (input: LayoutInput, fixed: ReadonlyMap<string, Point>, root: string | null): Scene => {
  const stretch = stretchOf(input.nodes.length);
  const once = (turn: number): readonly Box[] => {
    const bodies = bodiesOf(input, fixed, root, stretch, turn);
    const known = new Set(bodies.map(({ id }) => id));
    const links = input.edges
      .filter(({ from, to }) => known.has(from) && known.has(to) && from !== to)
      .map(({ from, to }) => ({ source: from, target: to }));
    settled(bodies, links);
    const at = new Map(bodies.map(({ id, x = 0, y = 0 }) => [id, { x, y: y / stretch }]));
    return parted(
      input.nodes.map((node: NodeInput) => boxOf(node, at.get(node.id) ?? { x: 0, y: 0 })),
      fixed,
    );
  };
  const tried = Array.from({ length: triesOf(input.nodes.length) }, (_, turn) => once(turn));
  const boxes =
    tried.length === 1
      ? (tried[0] ?? [])
      : tried.reduce((best, one) => (faults(input, one) < faults(input, best) ? one : best), tried[0] ?? []);
  return { boxes, lines: linesOf(input, boxes), bands: [] };
};

const middle = (bounds: Bounds): Point => ({ x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 });

const turns = (a: Point, b: Point, c: Point): number => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
const crosses = ([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean =>
  turns(a, b, c) * turns(a, b, d) < 0 && turns(c, d, a) * turns(c, d, b) < 0;

/** What spoils a drawing: lines through boxes most of all, lines across lines, and room that it takes. */
const faults = (input: LayoutInput, boxes: readonly Box[]): number => {
  const lines = straightLines(input, boxes);
  const bounds = boxes.map(box => ({ id: box.id, bounds: boundsOfBox(box) }));
  let count = 0;
  lines.forEach(({ edge, start, end }, index) => {
    for (const box of bounds) if (box.id !== edge.from && box.id !== edge.to && cuts(start, end, box.bounds)) count += 12;
    for (const other of lines.slice(index + 1)) if (crosses([start, end], [other.start, other.end])) count += 4;
  });
  const spread = bounds.reduce((sum, one) => sum + Math.hypot(middle(one.bounds).x, middle(one.bounds).y), 0);
  return count + spread / 800;
};
