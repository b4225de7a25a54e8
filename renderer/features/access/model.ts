import type { AttackNode, AttackPath, AttackStep, EdgeCatalogue, ViewGraph } from '#contract/attack';
import { visible } from '#renderer/ui/visible.ts';
import type { EdgeInput, NodeInput } from './graph/boxes.ts';
import { edgeLabel, isGrant, placeText } from './words.ts';

export type ModelEdge = ViewGraph['edges'][number] & {
  /** Kinds of edges that this one stands for, the first is `edge`. */
  readonly kinds: readonly string[];
  /** Bindings that grant it, where a path tells. */
  readonly bindings: number;
};

/** What is drawn, listed and tabled: one and the same. */
export interface Model {
  readonly nodes: readonly AttackNode[];
  readonly edges: readonly ModelEdge[];
  readonly omitted: ViewGraph['omitted'];
  /** Nodes that stand for several, beyond the one each shows. */
  readonly folded: number;
  /** Nodes that only blocked edges lead to. */
  readonly ghosts: ReadonlySet<string>;
}

const isOpen = (edge: { readonly blockedBy: readonly unknown[] }): boolean => edge.blockedBy.length === 0;

export const stepId = (step: Pick<AttackStep, 'edge' | 'from' | 'to'>): string => `${step.edge} ${step.from} ${step.to}`;
const edgeId = (edge: Pick<ViewGraph['edges'][number], 'edge' | 'from' | 'to'>): string => `${edge.edge} ${edge.from} ${edge.to}`;

/** Behind what blocks a path nothing goes on: steps after it are not drawn unless an open path takes them too. */
const reachable = (paths: readonly AttackPath[]): ReadonlySet<string> => {
  const kept = new Set<string>();
  for (const path of paths)
    for (const step of path.steps) {
      kept.add(stepId(step));
      if (!isOpen(step)) break;
    }
  return kept;
};

const bindingsOf = (paths: readonly AttackPath[]): ReadonlyMap<string, number> =>
  new Map(
    paths.flatMap(({ steps }) =>
      steps.map(step => {
        const bindings = new Set(
          step.by.filter(isGrant).map(({ binding }) => `${binding.kind} ${binding.namespace ?? ''}/${binding.name}`),
        );
        return [stepId(step), bindings.size + (bindings.size === 0 ? 0 : step.moreBy)] as const;
      }),
    ),
  );

/** Several kinds of edges between the same two nodes are one line; on paths each stays apart, since it has its letter. */
const joined = (edges: readonly ViewGraph['edges'][number][], bindings: ReadonlyMap<string, number>): readonly ModelEdge[] => {
  const made = new Map<string, ModelEdge>();
  for (const edge of edges) {
    const key = edge.paths.length > 0 ? edge.id : `${edge.from}\n${edge.to}\n${isOpen(edge) ? 'open' : 'blocked'}`;
    const known = made.get(key);
    if (known === undefined) made.set(key, { ...edge, kinds: [edge.edge], bindings: bindings.get(edgeId(edge)) ?? 0 });
    else made.set(key, { ...known, kinds: [...new Set([...known.kinds, edge.edge])] });
  }
  return [...made.values()];
};

/** A path may name a node that is folded into another: the drawing has the other. */
export const modelOf = (graph: ViewGraph, paths: readonly AttackPath[] = []): Model => {
  const kept = reachable(paths);
  const inGraph =
    paths.length === 0 ? graph.edges : graph.edges.filter(edge => edge.paths.length === 0 || kept.has(edgeId(edge)));
  const edges = joined(inGraph, bindingsOf(paths));
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const ends = new Set(paths.flatMap(({ steps }) => [steps[0]?.from, steps.at(-1)?.to]));
  const nodes = paths.length === 0 ? graph.nodes : graph.nodes.filter(({ id }) => touched.has(id) || ends.has(id));
  const open = new Set(edges.filter(isOpen).flatMap(({ from, to }) => [from, to]));
  const sources = new Set(edges.map(({ from }) => from));
  return {
    nodes,
    edges,
    omitted: { ...graph.omitted, nodes: graph.omitted.nodes + graph.nodes.length - nodes.length },
    folded: nodes.reduce((sum, { count }) => sum + count - 1, 0),
    ghosts: new Set(nodes.filter(({ id }) => touched.has(id) && !open.has(id) && !sources.has(id)).map(({ id }) => id)),
  };
};

/** What was drawn before stays; what is new comes to it. */
export const withMore = (model: Model, more: Model): Model => {
  const nodes = new Set(model.nodes.map(({ id }) => id));
  const pairs = new Set(model.edges.map(({ from, to }) => `${from}\n${to}`));
  const edges = more.edges.filter(({ from, to }) => !pairs.has(`${from}\n${to}`));
  const added = more.nodes.filter(({ id }) => !nodes.has(id));
  return {
    nodes: [...model.nodes, ...added],
    edges: [...model.edges, ...edges],
    omitted: {
      nodes: model.omitted.nodes + more.omitted.nodes,
      edges: model.omitted.edges + more.omitted.edges,
      reason: model.omitted.reason === '' ? more.omitted.reason : model.omitted.reason,
    },
    folded: model.folded + added.reduce((sum, { count }) => sum + count - 1, 0),
    ghosts: new Set([...model.ghosts].filter(id => !edges.some(edge => isOpen(edge) && (edge.from === id || edge.to === id)))),
  };
};

/** The drawing is bounded: at most so many of each, the first ones. */
export const mostNodes = 300;
export const mostEdges = 1200;

export const bounded = (model: Model): Model => {
  if (model.nodes.length <= mostNodes && model.edges.length <= mostEdges) return model;
  const nodes = model.nodes.slice(0, mostNodes);
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = model.edges.filter(({ from, to }) => shown.has(from) && shown.has(to)).slice(0, mostEdges);
  return {
    ...model,
    nodes,
    edges,
    omitted: {
      nodes: model.omitted.nodes + model.nodes.length - nodes.length,
      edges: model.omitted.edges + model.edges.length - edges.length,
      reason: `A drawing holds at most ${mostNodes} nodes and ${mostEdges.toLocaleString('en')} edges: take something back, or narrow the filter.`,
    },
  };
};

export const nodeInputs = (model: Model, start: string | null): readonly NodeInput[] =>
  model.nodes.map(node => ({
    id: node.id,
    kind: node.kind,
    name: visible(node.name, 120),
    label: `${visible(node.label, 120)}${node.id === start ? ', start' : ''}`,
    place: placeText(node),
    count: node.count,
    ghost: model.ghosts.has(node.id),
  }));

export const edgeInputs = (model: Model, catalogue: EdgeCatalogue | undefined, main: ReadonlySet<string>): readonly EdgeInput[] =>
  model.edges.map(edge => ({
    id: edge.id,
    from: edge.from,
    to: edge.to,
    label: visible(edgeLabel(catalogue, edge.edge), 100),
    note: noteOf(edge),
    blocked: isOpen(edge) ? null : visible(edge.blockedBy[0]?.what ?? 'a mitigation stands in the way', 200),
    count: edge.count,
    main: main.has(edge.id),
  }));

const noteOf = ({ kinds, bindings }: ModelEdge): string => {
  if (kinds.length > 1) return `and ${kinds.length - 1} more ${kinds.length === 2 ? 'way' : 'ways'}`;
  return bindings > 1 ? `by ${bindings.toLocaleString('en')} bindings` : '';
};

export interface Followed {
  /** Lines of the followed path with the number of each. */
  readonly steps: ReadonlyMap<string, number>;
  readonly nodes: ReadonlySet<string>;
}

/** The followed path on the drawing, whose ends may be folds of what the path names. */
export const followed = (model: Model, path: number | null): Followed => {
  if (path === null) return { steps: new Map(), nodes: new Set() };
  const edges = model.edges.filter(({ paths }) => paths.includes(path));
  return {
    steps: new Map(ordered(edges).map((edge, index) => [edge.id, index + 1])),
    nodes: new Set(edges.flatMap(({ from, to }) => [from, to])),
  };
};

/** From the edge that no other leads to, on and on. */
const ordered = (edges: readonly ModelEdge[]): readonly ModelEdge[] => {
  const targets = new Set(edges.map(({ to }) => to));
  let at = edges.find(({ from }) => !targets.has(from)) ?? edges[0];
  const made: ModelEdge[] = [];
  while (at !== undefined && !made.includes(at)) {
    const { to }: ModelEdge = at;
    made.push(at);
    at = edges.find(edge => edge.from === to && !made.includes(edge));
  }
  return made;
};
