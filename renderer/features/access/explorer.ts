import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { AttackFilter, AttackPath, EdgeCatalogue, Neighbours, ViewGraph } from '#contract/attack';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import type { AccessState, Step } from './access-state.ts';
import type { LayoutAsk } from './graph/layout.ts';
import type { LayoutInput } from './graph/layered.ts';
import type { Point } from './graph/scene.ts';
import { bounded, edgeInputs, type Model, modelOf, nodeInputs, withMore } from './model.ts';

export const filterOf = ({ edges, namespaces, severity, hideBaseline }: AccessState): AttackFilter => ({
  edges: edges === null ? null : [...edges],
  namespaces: namespaces === null ? null : [...namespaces],
  severity,
  hideBaseline,
});

type Expansion = Extract<Step, { did: 'out' | 'in' }>;

export const expansionsOf = (steps: readonly Step[]): readonly Expansion[] =>
  steps.filter((step): step is Expansion => step.did !== 'pin');

export const pinsOf = (steps: readonly Step[]): ReadonlyMap<string, Point> =>
  new Map(steps.flatMap(step => (step.did === 'pin' ? [[step.node, { x: step.x, y: step.y }] as const] : [])));

/** One call for each node that was expanded, in the order in which that was done. */
export const useExpansions = (snapshot: string, state: AccessState): readonly UseQueryResult<Neighbours>[] => {
  const client = useClient();
  return useQueries({
    queries: expansionsOf(state.steps).map(({ did, node }) => ({
      ...callOptions(client, 'attack.neighbours', { snapshot, node, direction: did, depth: 1, filter: filterOf(state) }),
    })),
  });
};

export interface Drawn {
  readonly model: Model;
  readonly ask: LayoutAsk;
}

export interface DrawnOptions {
  readonly graph: ViewGraph;
  readonly paths: readonly AttackPath[];
  readonly kind: LayoutAsk['kind'];
  readonly root: string | null;
  readonly more: readonly ViewGraph[];
  readonly catalogue: EdgeCatalogue | undefined;
  /** The path that is kept straight. */
  readonly main: number | null;
}

/** The model of what is drawn, and what the layout is asked: the first answer, then what each expansion added. */
export const drawnOf = ({ graph, paths, kind, root, more, catalogue, main }: DrawnOptions): Drawn => {
  const base = bounded(modelOf(graph, paths));
  const straight = new Set(base.edges.filter(edge => main !== null && edge.paths.includes(main)).map(({ id }) => id));
  const first: LayoutInput = { nodes: nodeInputs(base, root), edges: edgeInputs(base, catalogue, straight) };
  let model = base;
  const added = more.map((one): LayoutInput => {
    const before = model;
    model = bounded(withMore(before, modelOf(one)));
    const nodes = new Set(before.nodes.map(({ id }) => id));
    const edges = new Set(before.edges.map(({ id }) => id));
    const fresh: Model = {
      ...model,
      nodes: model.nodes.filter(({ id }) => !nodes.has(id)),
      edges: model.edges.filter(({ id }) => !edges.has(id)),
    };
    return { nodes: nodeInputs(fresh, root), edges: edgeInputs(fresh, catalogue, straight) };
  });
  return { model, ask: { ...first, kind, root, more: added } };
};
