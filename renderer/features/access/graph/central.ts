/** A graph of rows as dagre makes it on the way: each node has its row and its place in it. */
export interface Rows {
  nodes(): string[];
  edges(): { v: string; w: string }[];
  node(id: string): { rank?: number; order?: number } & Record<string, unknown>;
}

const rowsOf = (graph: Rows): readonly (readonly string[])[] => {
  const rows = new Map<number, string[]>();
  for (const id of graph.nodes()) {
    const { rank, order } = graph.node(id);
    if (rank === undefined || order === undefined) continue;
    rows.set(rank, [...(rows.get(rank) ?? []), id]);
  }
  return [...rows]
    .sort((a, b) => a[0] - b[0])
    .map(([, ids]) => ids.sort((a, b) => (graph.node(a).order ?? 0) - (graph.node(b).order ?? 0)));
};

const crossings = (graph: Rows, places: ReadonlyMap<string, number>): number => {
  const byRow = new Map<number, (readonly [number, number])[]>();
  for (const { v, w } of graph.edges()) {
    const rank = graph.node(v).rank ?? 0;
    byRow.set(rank, [...(byRow.get(rank) ?? []), [places.get(v) ?? 0, places.get(w) ?? 0]]);
  }
  let count = 0;
  for (const pairs of byRow.values())
    pairs.forEach(([a, b], index) => {
      for (const [c, d] of pairs.slice(index + 1)) if ((a - c) * (b - d) < 0) count += 1;
    });
  return count;
};

const moved = (row: readonly string[], id: string): readonly string[] => {
  const rest = row.filter(other => other !== id);
  const middle = Math.floor(rest.length / 2);
  return [...rest.slice(0, middle), id, ...rest.slice(middle)];
};

/** The most rows for which the middle is looked for: beyond, the order of dagre stays. */
const most = 120;

/** The followed path runs down the middle, where that crosses no more edges than before. */
export const centred = (graph: Rows, isMain: (id: string) => boolean): void => {
  const rows = rowsOf(graph);
  if (rows.length > most || graph.edges().length > 4 * most) return;
  const next = rows.map(row => {
    const main = row.find(isMain);
    return main === undefined || row.length < 3 ? row : moved(row, main);
  });
  const places = (of: readonly (readonly string[])[]): ReadonlyMap<string, number> =>
    new Map(of.flatMap(row => row.map((id, index) => [id, index] as const)));
  const [before, after] = [places(rows), places(next)];
  if (crossings(graph, after) > crossings(graph, before)) return;
  for (const [id, order] of after) graph.node(id).order = order;
};
