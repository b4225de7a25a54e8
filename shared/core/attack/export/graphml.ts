import type { AttackNode } from '#contract/attack';
import { type ExportedEdge, type ExportedGraph, isBlocked } from './exported-graph.ts';

type Value = string | number | boolean | null;

interface Column<T> {
  readonly name: string;
  readonly type: 'string' | 'int' | 'boolean';
  readonly of: (item: T) => Value;
}

const nodeColumns: readonly Column<AttackNode>[] = [
  { name: 'kind', type: 'string', of: node => node.kind },
  { name: 'name', type: 'string', of: node => node.name },
  { name: 'namespace', type: 'string', of: node => node.namespace },
  { name: 'label', type: 'string', of: node => node.label },
  { name: 'count', type: 'int', of: node => node.count },
  { name: 'toAdmin', type: 'int', of: node => node.toAdmin },
  { name: 'severity', type: 'string', of: node => node.severity },
  { name: 'baseline', type: 'boolean', of: node => node.baseline },
];

const edgeColumns: readonly Column<ExportedEdge>[] = [
  { name: 'edge', type: 'string', of: edge => edge.edge },
  { name: 'what', type: 'string', of: edge => edge.what },
  { name: 'edgeSeverity', type: 'string', of: edge => edge.severity },
  { name: 'edgeCount', type: 'int', of: edge => edge.count },
  { name: 'blocked', type: 'boolean', of: isBlocked },
  { name: 'blockedBy', type: 'string', of: edge => (isBlocked(edge) ? edge.blockedBy.map(({ what }) => what).join(' ') : null) },
];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Names are hostile: what XML 1.0 has no place for (most control characters, halves of a pair) becomes U+FFFD. */
const escaped = (text: string): string =>
  Array.from(text, character => {
    const code = character.codePointAt(0) ?? 0;
    const allowed =
      code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code < 0xfffe);
    return allowed || code > 0xffff ? (entities[character] ?? character) : '\u{fffd}';
  }).join('');

const keysOf = <T>(columns: readonly Column<T>[], side: 'node' | 'edge'): readonly string[] =>
  columns.map(({ name, type }) => `  <key id="${name}" for="${side}" attr.name="${name}" attr.type="${type}"/>`);

const dataOf = <T>(columns: readonly Column<T>[], item: T): string =>
  columns
    .map(({ name, of }) => ({ name, value: of(item) }))
    .filter(({ value }) => value !== null)
    .map(({ name, value }) => `<data key="${name}">${escaped(String(value))}</data>`)
    .join('');

/** GraphML 1.0 (graphml.graphdrawing.org), as Gephi, yEd and networkx read it. */
export const graphMl = (graph: ExportedGraph): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keysOf(nodeColumns, 'node'),
    ...keysOf(edgeColumns, 'edge'),
    `  <graph id="${escaped(graph.snapshot.id)}" edgedefault="directed">`,
    ...graph.nodes.map(node => `    <node id="${escaped(node.id)}">${dataOf(nodeColumns, node)}</node>`),
    ...graph.edges.map(
      (edge, index) =>
        `    <edge id="e${index}" source="${escaped(edge.from)}" target="${escaped(edge.to)}">${dataOf(edgeColumns, edge)}</edge>`,
    ),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
