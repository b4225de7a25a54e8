import { boxOf, type EdgeInput, edgeWords, type NodeInput } from './boxes.ts';
import { type Bounds, boundsOfText, type Box, type Line, lineHeight, overlap, type Scene, type Text } from './scene.ts';

/** A node that one blocked edge leads to, and nothing else. */
export interface Ghost {
  readonly node: NodeInput;
  readonly edge: EdgeInput;
}

/** Room for the line with its badge and bar. */
const reach = 54;
const barGap = 9;
const air = 12;

const boundsOfBox = ({ x, y, width, height }: Box, gap = 0): Bounds => ({
  left: x - width / 2 - gap,
  right: x + width / 2 + gap,
  top: y - height / 2 - gap,
  bottom: y + height / 2 + gap,
});

const textBelow = (lines: readonly string[], box: Box, from: number): Text => ({
  x: box.x - box.width / 2,
  y: box.y + box.height / 2 + 5 + (from + lines.length / 2) * lineHeight,
  text: lines.join('\n'),
  align: 'left',
  lines: lines.length,
});

const lineTo = (edge: EdgeInput, from: Box, box: Box): Line => {
  const side = box.x < from.x ? -1 : 1;
  const start = { x: from.x + (side * from.width) / 2, y: box.y };
  const end = { x: box.x - side * (box.width / 2 + barGap), y: box.y };
  const { words, stop } = edgeWords(edge);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    start,
    end,
    controls: [],
    blocked: true,
    badge: { x: (start.x + end.x) / 2, y: box.y },
    label: textBelow(words, box, 0),
    stop: stop.length === 0 ? null : textBelow(stop, box, words.length),
    count: edge.count,
    bar: { at: end, across: 'y' },
  };
};

/** All that a ghost may not lie on. */
const takenBy = (scene: Scene): readonly Bounds[] => [
  ...scene.boxes.map(box => boundsOfBox(box, air)),
  ...scene.lines.flatMap(line => [
    ...[line.label, line.stop].flatMap(text => (text === null ? [] : [boundsOfText(text)])),
    ...pointsAlong(line),
  ]),
];

const pointsAlong = ({ start, controls, end }: Line): readonly Bounds[] => {
  const all = [start, ...controls, end];
  return all.slice(1).flatMap((to, index) => {
    const from = all[index] ?? start;
    return Array.from({ length: 5 }, (_, step) => {
      const [x, y] = [from.x + ((to.x - from.x) * step) / 4, from.y + ((to.y - from.y) * step) / 4];
      return { left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 };
    });
  });
};

const placed = (scene: Scene, { node, edge }: Ghost, from: Box): { readonly box: Box; readonly line: Line } => {
  const taken = takenBy({ ...scene, boxes: scene.boxes.filter(({ id }) => id !== from.id) });
  const { width } = boxOf(node, from);
  const near = from.width / 2 + reach + width / 2;
  for (let step = 0; step < 12; step += 1)
    for (const side of [-1, 1]) {
      const box = boxOf(node, { x: from.x + side * (near + step * 60), y: from.y });
      const line = lineTo(edge, from, box);
      const mine = [
        boundsOfBox(box, air),
        ...[line.label, line.stop].flatMap(text => (text === null ? [] : [boundsOfText(text)])),
      ];
      if (mine.every(one => taken.every(other => !overlap(one, other)))) return { box, line };
    }
  const { left } = mostLeft(scene);
  const box = boxOf(node, { x: left - reach - width / 2, y: from.y });
  return { box, line: lineTo(edge, from, box) };
};

const mostLeft = (scene: Scene): { readonly left: number } => ({
  left: Math.min(...scene.boxes.map(({ x, width }) => x - width / 2)),
});

/** Beside the box from which they are kept, on the side where there is room. */
export const withGhosts = (scene: Scene, ghosts: readonly Ghost[]): Scene =>
  ghosts.reduce((drawn, ghost) => {
    const from = drawn.boxes.find(({ id }) => id === ghost.edge.from);
    if (from === undefined) return drawn;
    const { box, line } = placed(drawn, ghost, from);
    return { ...drawn, boxes: [...drawn.boxes, box], lines: [...drawn.lines, line] };
  }, scene);
