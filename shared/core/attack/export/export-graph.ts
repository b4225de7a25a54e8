import type { GraphExportFormat } from '#contract/attack';
import type { ExportedGraph } from './exported-graph.ts';
import { graphJson } from './graph-json.ts';
import { graphMl } from './graphml.ts';
import { openGraph } from './open-graph.ts';

const writers: Readonly<Record<GraphExportFormat, (graph: ExportedGraph) => string>> = {
  json: graphJson,
  graphml: graphMl,
  opengraph: openGraph,
};

const endings: Readonly<Record<GraphExportFormat, string>> = {
  json: 'access-graph.json',
  graphml: 'access-graph.graphml',
  opengraph: 'opengraph.json',
};

/** The text of a file in this format. */
export const exportGraph = (format: GraphExportFormat, graph: ExportedGraph): string => writers[format](graph);

/** `prod-eu-1-access-graph.json`; what a file system may not take in a name becomes a hyphen. */
export const exportName = (format: GraphExportFormat, snapshotName: string): string => {
  const name = snapshotName.replaceAll(/[^A-Za-z0-9._-]+/gu, '-').replaceAll(/^[-.]+|-+$/gu, '');
  return `${name === '' ? 'cluster' : name.slice(0, 80)}-${endings[format]}`;
};
