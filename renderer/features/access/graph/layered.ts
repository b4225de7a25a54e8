import { graphlib, layout } from '@dagrejs/dagre';
import { banded } from './bands.ts';
import { boxHeight, boxOf, type EdgeInput, edgeWords, type NodeInput, textsBeside, widthOf } from './boxes.ts';
import { centred, type Rows } from './central.ts';
import { pointAtHeight, uprightCurve } from './curve.ts';
import { type Ghost, withGhosts } from './ghosts.ts';
import { spreadPorts } from './ports.ts';
import { type Box, boundsOf, type Line, lineHeight, type Point, type Scene, textWidth } from './scene.ts';

export interface LayoutInput {
  readonly nodes: readonly NodeInput[];
  readonly edges: readonly EdgeInput[];
}

/** From the line to its words: half a badge, and air. */
const beside = 17;
const barRoom = 13;
/** From the middle on which an edge counts as at its right. */
const aside = 60;

/** dagre leads a long edge over helpers of its own, each of which knows its edge. */
const isOfEdge = (rows: Rows, id: string, edges: ReadonlySet<string>): boolean => {
  const { edgeObj } = rows.node(id) as { edgeObj?: { name?: string } };
  return edgeObj?.name !== undefined && edges.has(edgeObj.name);
};

interface Laid {
  readonly edge: EdgeInput;
  /** As dagre leads it around boxes, from its `from` on. */
  readonly points: readonly Point[];
  readonly label: Point;
  /** Half the height that its words take. */
  readonly room: number;
  readonly side: 'left' | 'right';
}

interface Placed {
  readonly at: ReadonlyMap<string, Point>;
  readonly laid: readonly Laid[];
}

/** Words at the right of the followed path would make the drawing wider than it need be: there they stand on the inner side. */
const place = (input: LayoutInput): Placed => {
  const first = placeOnce(input, new Set());
  const middle = first.laid.find(({ edge }) => edge.main)?.points[0]?.x;
  if (middle === undefined) return first;
  return placeOnce(
    input,
    new Set(first.laid.filter(({ edge, label }) => !edge.main && label.x > middle + aside).map(({ edge }) => edge.id)),
  );
};

const placeOnce = (input: LayoutInput, inner: ReadonlySet<string>): Placed => {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: 46, nodesep: 24, edgesep: 26, acyclicer: 'greedy', ranker: 'network-simplex' });
  for (const node of input.nodes) graph.setNode(node.id, { width: widthOf(node), height: boxHeight });
  for (const edge of input.edges) {
    const { words, stop } = edgeWords(edge);
    const lines = [...words, ...stop];
    graph.setEdge(
      edge.from,
      edge.to,
      {
        width: Math.max(...lines.map(line => Array.from(line).length)) * textWidth,
        height: Math.max(20, lines.length * lineHeight) + 12 + (edge.blocked === null ? 0 : barRoom),
        labelpos: inner.has(edge.id) ? 'l' : 'r',
        labeloffset: beside,
        weight: edge.main ? 12 : 1,
      },
      edge.id,
    );
  }
  const mainEdges = new Set(input.edges.filter(({ main }) => main).map(({ id }) => id));
  const mainNodes = new Set(input.edges.filter(({ main }) => main).flatMap(({ from, to }) => [from, to]));
  layout(graph, {
    customOrder: (rows, order) => {
      order(rows, {});
      centred(rows, id => mainNodes.has(id) || isOfEdge(rows, id, mainEdges));
    },
  });
  const at = new Map(
    input.nodes.map(({ id }) => {
      const { x, y } = graph.node(id) as Point;
      return [id, { x, y }];
    }),
  );
  const laid = input.edges.map((edge): Laid => {
    const { points, x, y, height } = graph.edge(edge.from, edge.to, edge.id) as {
      points: Point[];
      x: number;
      y: number;
      height: number;
    };
    return { edge, points, label: { x, y }, room: height / 2, side: inner.has(edge.id) ? 'left' : 'right' };
  });
  return { at, laid };
};

const isDown = (from: Box, to: Box): boolean => from.y < to.y;

/** Each end of each edge gets a place of its own on the side of the box where it is. */
const portsOf = (laid: readonly Laid[], boxes: ReadonlyMap<string, Box>): ReadonlyMap<string, number> => {
  const ports = new Map<string, number>();
  for (const box of boxes.values())
    for (const below of [true, false]) {
      const here = laid.flatMap(({ edge, points }) => {
        const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
        if (from === undefined || to === undefined) return [];
        const down = isDown(from, to);
        const ends = [];
        if (edge.from === box.id && down === below) ends.push({ key: `${edge.id} from`, towards: (points[1] ?? to).x });
        if (edge.to === box.id && down !== below) ends.push({ key: `${edge.id} to`, towards: (points.at(-2) ?? from).x });
        return ends;
      });
      for (const [key, x] of spreadPorts(here, box)) ports.set(key, x);
    }
  return ports;
};

const lineOf = (
  { edge, points, label, room, side }: Laid,
  from: Box,
  to: Box,
  ports: ReadonlyMap<string, number>,
  shift: (y: number) => number,
): Line => {
  const down = from.y < to.y ? 1 : -1;
  const start = { x: ports.get(`${edge.id} from`) ?? from.x, y: from.y + (down * from.height) / 2 };
  const edgeOfBox = { x: ports.get(`${edge.id} to`) ?? to.x, y: to.y - (down * to.height) / 2 };
  const end = edge.blocked === null ? edgeOfBox : { x: edgeOfBox.x, y: edgeOfBox.y - down * barRoom };
  // Beside its words the line is upright: it swings over above and below them.
  const beginning = points.findIndex(point => Math.abs(point.y - label.y) < 1);
  const inner = points.slice(1, -1).flatMap(({ x, y }, index) => {
    const at = shift(y);
    return index + 1 === beginning
      ? [
          { x, y: at - down * room },
          { x, y: at + down * room },
        ]
      : [{ x, y: at }];
  });
  const controls = uprightCurve([start, ...bends(inner, start, end), end]);
  const height = shift(label.y) - (edge.blocked === null ? 0 : barRoom / 2);
  const badge = pointAtHeight(start, controls, end, height);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    start,
    end,
    controls,
    blocked: edge.blocked !== null,
    badge,
    ...textsBeside(edgeWords(edge), badge.x + (side === 'left' ? -beside : beside), badge.y, side === 'left' ? 'right' : 'left'),
    count: edge.count,
    bar: edge.blocked === null ? null : { at: end, across: 'x' },
  };
};

/** Points that keep the curve where dagre led it; those straight between their neighbours say nothing. */
const bends = (inner: readonly Point[], start: Point, end: Point): readonly Point[] => {
  const all = [start, ...inner, end];
  return inner.filter((point, index) => {
    const [before, after] = [all[index], all[index + 2]];
    return !(before !== undefined && after !== undefined && Math.abs(before.x - point.x) < 2 && Math.abs(after.x - point.x) < 2);
  });
};

/** What a mitigation keeps out stands beside what it is kept from: no row of its own, since nothing goes on from it. */
const withoutGhosts = (input: LayoutInput): { readonly open: LayoutInput; readonly ghosts: readonly Ghost[] } => {
  const ghosts = input.nodes.flatMap((node): readonly Ghost[] => {
    const edges = input.edges.filter(({ from, to }) => from === node.id || to === node.id);
    const [edge] = edges;
    return node.ghost && edge !== undefined && edges.length === 1 && edge.to === node.id ? [{ node, edge }] : [];
  });
  const ids = new Set(ghosts.map(({ node }) => node.id));
  return {
    open: {
      nodes: input.nodes.filter(({ id }) => !ids.has(id)),
      edges: input.edges.filter(({ to }) => !ids.has(to)),
    },
    ghosts,
  };
};

/** Paths, from the top down: a row a step, bands for the places they go through, words beside the edges and never on a box. */
export const layered = (whole: LayoutInput): Scene => {
  const { open: input, ghosts } = withoutGhosts(whole);
  const { at, laid } = place(input);
  const { shift, bands } = banded(
    input.nodes.map(node => ({ y: at.get(node.id)?.y ?? 0, height: boxHeight, place: node.place })),
  );
  const boxes = new Map(
    input.nodes.map(node => {
      const point = at.get(node.id) ?? { x: 0, y: 0 };
      return [node.id, boxOf(node, { x: point.x, y: shift(point.y) })];
    }),
  );
  const ports = portsOf(laid, boxes);
  const lines = laid.flatMap(one => {
    const [from, to] = [boxes.get(one.edge.from), boxes.get(one.edge.to)];
    return from === undefined || to === undefined || from === to ? [] : [lineOf(one, from, to, ports, shift)];
  });
  const scene = withGhosts({ boxes: [...boxes.values()], lines, bands: [] }, ghosts);
  return { ...scene, bands: bands(boundsOf(scene)) };
};
