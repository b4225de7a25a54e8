import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AttackNode } from '#contract/attack';
import { exportGraph, exportName } from './export-graph.ts';
import type { ExportedEdge, ExportedGraph } from './exported-graph.ts';

const node = (id: string, part: Partial<AttackNode> = {}): AttackNode => ({
  id,
  kind: 'user',
  name: id.slice(id.indexOf(':') + 1),
  namespace: null,
  label: 'User',
  count: 1,
  toAdmin: null,
  baseline: false,
  severity: null,
  ...part,
});

const edge = (from: string, to: string, part: Partial<ExportedEdge> = {}): ExportedEdge => ({
  id: `TOKEN_REQUEST ${from} ${to}`,
  edge: 'TOKEN_REQUEST',
  from,
  to,
  what: 'Rule 2 lets it request a token.',
  severity: 'critical',
  blockedBy: [],
  paths: [0],
  count: 1,
  ...part,
});

const graph = (nodes: readonly AttackNode[], edges: readonly ExportedEdge[]): ExportedGraph => ({
  snapshot: { id: 's1', name: 'prod-eu-1', clusterId: '3f9c', capturedUntil: '2026-11-24T18:00:00Z' },
  question: { from: 'user:a', to: 'admin' },
  nodes,
  edges: [...edges],
  paths: [],
  omitted: { nodes: 0, edges: 0, reason: '' },
});

const usual = graph(
  [node('user:a'), node('admin', { kind: 'admin', name: 'Cluster admin', severity: 'critical', toAdmin: 0 })],
  [edge('user:a', 'admin')],
);
const blocked = graph(usual.nodes, [
  edge('user:a', 'admin', {
    edge: 'POD-CREATE/x',
    blockedBy: [{ mitigation: 'pod-security', what: 'shop enforces baseline.', object: null }],
  }),
]);
const hostile = graph(
  [node('user:</graphml><x a="&'), node('user:nul\u0000\u001b\ud800end\u{fffe}'), node('user:Anna'), node('user:anna')],
  [edge('user:Anna', 'user:anna')],
);
const none = graph([], []);
const graphs = { usual, blocked, hostile, none };

/** The published schema of generic ingest, in our words: what BloodHound refuses a file for. */
const property = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number()), z.array(z.boolean())]);
const endpoint = z.strictObject({ match_by: z.literal('id'), value: z.string().min(1) });
const OpenGraph = z.strictObject({
  metadata: z.strictObject({ source_kind: z.string() }),
  graph: z.strictObject({
    nodes: z.array(
      z.strictObject({
        id: z.string().min(1),
        kinds: z.array(z.string()).min(1).max(3),
        properties: z.record(z.string(), property),
      }),
    ),
    edges: z.array(
      z.strictObject({
        start: endpoint,
        end: endpoint,
        kind: z.string().regex(/^[A-Za-z0-9_]+$/u),
        properties: z.record(z.string(), property),
      }),
    ),
  }),
});

describe('opengraph', () => {
  it.each(Object.entries(graphs))('%s is valid, and every edge has both its ends', (_, given) => {
    const written = OpenGraph.parse(JSON.parse(exportGraph('opengraph', given)) as unknown).graph;
    const ids = new Set(written.nodes.map(({ id }) => id));
    expect({
      nodes: written.nodes.length,
      distinct: new Set(written.nodes.map(({ id }) => id.toUpperCase())).size,
      loose: written.edges.filter(({ start, end }) => !ids.has(start.value) || !ids.has(end.value)),
    }).toEqual({ nodes: given.nodes.length, distinct: given.nodes.length, loose: [] });
  });

  it('names a blocked edge so that no path goes over it', () => {
    const [written] = OpenGraph.parse(JSON.parse(exportGraph('opengraph', blocked)) as unknown).graph.edges;
    expect([written?.kind, written?.properties['blocked'], written?.properties['blocked_by']]).toEqual([
      'Kube_POD_CREATE_x_Blocked',
      true,
      ['shop enforces baseline.'],
    ]);
  });
});

/** Enough of XML to see that what was written can be read again: tags nest, and text holds no markup. */
const tagsOf = (xml: string): { readonly open: readonly string[]; readonly faults: readonly string[] } => {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, closing, name, rest] of xml
    .replace(/^<\?xml[^>]*\?>/u, '')
    .matchAll(/<(\/?)([a-z]+)((?:\s+[a-zA-Z.]+="[^"<]*")*\s*\/?)>/gu)) {
    if (closing === '/') {
      if (open.pop() !== name) faults.push(`</${String(name)}>`);
    } else if (rest?.endsWith('/') !== true) open.push(String(name));
  }
  const bare = xml.replaceAll(/<[^<>]*>/gu, '').replaceAll(/&(?:amp|lt|gt|quot|apos);/gu, '');
  // oxlint-disable-next-line no-control-regex
  if (/[<>&\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(bare)) faults.push('markup or a control character in text');
  return { open, faults };
};

describe('graphml', () => {
  it.each(Object.entries(graphs))('%s is well formed and complete', (_, given) => {
    const xml = exportGraph('graphml', given);
    expect({
      ...tagsOf(xml),
      nodes: xml.split('<node ').length - 1,
      edges: xml.split('<edge ').length - 1,
    }).toEqual({ open: [], faults: [], nodes: given.nodes.length, edges: given.edges.length });
  });

  it('tells what blocks an edge', () =>
    expect(exportGraph('graphml', blocked)).toContain(
      '<data key="blocked">true</data><data key="blockedBy">shop enforces baseline.</data>',
    ));
});

describe('json', () => {
  it.each(Object.entries(graphs))('%s reads back as it was', (_, given) => {
    const { format, version, ...rest } = JSON.parse(exportGraph('json', given)) as Record<string, unknown>;
    expect({ format, version, rest }).toEqual({
      format: 'plumbline-access-graph',
      version: 1,
      rest: JSON.parse(JSON.stringify(given)) as unknown,
    });
  });
});

describe('names of files', () => {
  const check = (snapshot: string, expected: string): void => expect(exportName('json', snapshot)).toBe(expected);
  it.each([
    ['prod-eu-1', 'prod-eu-1-access-graph.json'],
    ['arn:aws:eks/x', 'arn-aws-eks-x-access-graph.json'],
    ['../../etc', 'etc-access-graph.json'],
    ['', 'cluster-access-graph.json'],
    ['…', 'cluster-access-graph.json'],
  ])('%s', check);
});
