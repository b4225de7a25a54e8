import { boxHeight, boxOf, type EdgeInput, type NodeInput, widthOf } from './boxes.ts';
import type { LayoutInput } from './layered.ts';
import { type Band, type Box, boundsOf, type Line, type Point, type Scene } from './scene.ts';

const gap = 80;
/** Before a box in a column, where lines to it bend. */
const near = 36;
const between = 14;
const head = 30;
const foot = 12;
const columnOf = 12;

/** From the right side of one box to the left side of another, or straight where they lie otherwise. */
const across = (from: Box, to: Box): Pick<Line, 'start' | 'end' | 'controls'> => {
  const onward = from.x + from.width / 2 < to.x - to.width / 2;
  const backward = to.x + to.width / 2 < from.x - from.width / 2;
  if (!onward && !backward) {
    const down = from.y < to.y ? 1 : -1;
    return {
      start: { x: from.x, y: from.y + (down * from.height) / 2 },
      end: { x: to.x, y: to.y - (down * to.height) / 2 },
      controls: [],
    };
  }
  const side = onward ? 1 : -1;
  const start = { x: from.x + (side * from.width) / 2, y: from.y };
  const end = { x: to.x - (side * to.width) / 2, y: to.y };
  // Along the row of its start, then up or down just before its end: nothing of the drawing lies there.
  const x = end.x - side * near;
  return {
    start,
    end,
    controls:
      Math.abs(start.y - end.y) < 2
        ? []
        : [
            { x, y: start.y },
            { x, y: end.y },
          ],
  };
};

const lineOf = (edge: EdgeInput, from: Box, to: Box): Line => {
  const way = across(from, to);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    ...way,
    blocked: edge.blocked !== null,
    badge: { x: (way.start.x + way.end.x) / 2, y: (way.start.y + way.end.y) / 2 },
    label: null,
    stop: null,
    count: edge.count,
    bar: edge.blocked === null ? null : { at: way.end, across: way.controls.length > 0 ? 'y' : 'x' },
  };
};

const byPlace = (nodes: readonly NodeInput[]): readonly (readonly [string, readonly NodeInput[]])[] => {
  const groups = new Map<string, NodeInput[]>();
  for (const node of nodes) groups.set(node.place, [...(groups.get(node.place) ?? []), node]);
  return [...groups].sort((a, b) => (a[0] < b[0] ? -1 : 1));
};

/** Columns of boxes at the right of what is drawn, a band for each place: nothing that was there moves. */
const columns = (
  nodes: readonly NodeInput[],
  left: number,
  top: number,
): { readonly boxes: readonly Box[]; readonly bands: readonly Band[] } => {
  const boxes: Box[] = [];
  const bands: Band[] = [];
  let [x, y, rows] = [left, top, 0];
  for (const [title, group] of byPlace(nodes)) {
    const width = Math.max(...group.map(widthOf));
    for (let at = 0; at < group.length; at += columnOf) {
      const part = group.slice(at, at + columnOf);
      if (rows > 0 && rows + part.length > columnOf) {
        x = Math.max(...bands.filter(band => band.x === x).map(band => band.x + band.width)) + 20;
        y = top;
        rows = 0;
      }
      part.forEach((node, index) =>
        boxes.push(boxOf(node, { x: x + 14 + width / 2, y: y + head + boxHeight / 2 + index * (boxHeight + between) })),
      );
      const height = head + part.length * (boxHeight + between) - between + foot;
      bands.push({ title, x, y, width: width + 28, height });
      y += height + 10;
      rows += part.length;
    }
  }
  return { boxes, bands };
};

/** A drawing of paths with more nodes: beside it, since bands and rows have no room for them. */
export const aside = (base: Scene, more: LayoutInput): Scene => {
  const known = new Set(base.boxes.map(({ id }) => id));
  const fresh = more.nodes.filter(({ id }) => !known.has(id));
  const bounds = boundsOf(base);
  const added = columns(fresh, bounds.right + gap, bounds.top);
  const boxes = [...base.boxes, ...added.boxes];
  const byId = new Map(boxes.map(box => [box.id, box]));
  const drawn = new Set(base.lines.map(({ id }) => id));
  const lines = more.edges.flatMap(edge => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return drawn.has(edge.id) || from === undefined || to === undefined || from === to ? [] : [lineOf(edge, from, to)];
  });
  return { boxes, lines: [...base.lines, ...lines], bands: [...base.bands, ...added.bands] };
};

/** Boxes at the places where a person put them; their lines follow. */
export const pinned = (scene: Scene, pins: ReadonlyMap<string, Point>): Scene => {
  if (pins.size === 0) return scene;
  const boxes = scene.boxes.map(box => ({ ...box, ...pins.get(box.id) }));
  const byId = new Map(boxes.map(box => [box.id, box]));
  const lines = scene.lines.map((line): Line => {
    if (!pins.has(line.from) && !pins.has(line.to)) return line;
    const [from, to] = [byId.get(line.from), byId.get(line.to)];
    if (from === undefined || to === undefined) return line;
    const way = upOrAcross(from, to);
    const badge = { x: (way.start.x + way.end.x) / 2, y: (way.start.y + way.end.y) / 2 };
    const moved = <T extends Point>(text: T | null): T | null =>
      text === null ? null : { ...text, x: text.x + badge.x - line.badge.x, y: text.y + badge.y - line.badge.y };
    return {
      ...line,
      ...way,
      badge,
      label: moved(line.label),
      stop: moved(line.stop),
      bar: line.bar === null ? null : { ...line.bar, at: way.end },
    };
  });
  return { ...scene, boxes, lines };
};

/** Upright where one lies below the other with room between, else from side to side. */
const upOrAcross = (from: Box, to: Box): Pick<Line, 'start' | 'end' | 'controls'> => {
  const down = from.y < to.y ? 1 : -1;
  if (Math.abs(from.y - to.y) < from.height + 24) return across(from, to);
  const start = { x: from.x, y: from.y + (down * from.height) / 2 };
  const end = { x: to.x, y: to.y - (down * to.height) / 2 };
  const y = (start.y + end.y) / 2;
  return {
    start,
    end,
    controls:
      Math.abs(start.x - end.x) < 2
        ? []
        : [
            { x: start.x, y },
            { x: end.x, y },
          ],
  };
};
