import type { ExportedGraph } from './exported-graph.ts';

/** Our own form, whole: the question, nodes, edges and paths as the call answered them. */
export const graphJson = (graph: ExportedGraph): string =>
  `${JSON.stringify(
    {
      format: 'plumbline-access-graph',
      version: 1,
      snapshot: graph.snapshot,
      question: graph.question,
      nodes: graph.nodes,
      edges: graph.edges,
      paths: graph.paths,
      omitted: graph.omitted,
    },
    null,
    2,
  )}\n`;
