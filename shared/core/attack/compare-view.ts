import type { AttackPath } from '#contract/attack';
import { findPaths, toldPath } from './found-paths.ts';
import { stepsAt } from './graph/seen-steps.ts';
import type { ModelContext } from './model-context.ts';
import { resolveNode } from './resolve-node.ts';
import { admittedBy, noFilter } from './search/admitted.ts';

export interface OpenStep {
  readonly edge: string;
  readonly to: string;
  readonly reachesAdmin: boolean;
}

/** What comparing two graphs asks of each: all by ids, which are the same in both. */
export interface CompareView {
  /** Cost of the cheapest open way to admin, for every identity and workload that has one. */
  readonly costs: ReadonlyMap<string, number>;
  pathFrom(node: string): Promise<AttackPath | null>;
  /** Steps out of a node that nothing blocks, through whatever folds; memberships are none. Sorted. */
  stepsFrom(node: string): readonly OpenStep[];
}

const stepLimit = 20_000;

const costsOf = (context: ModelContext): ReadonlyMap<string, number> => {
  const toAdmin = context.toAdmin();
  const costs = new Map<string, number>();
  for (const node of context.starts()) {
    const cost = toAdmin[node] ?? -1;
    if (cost >= 0) costs.set(context.state.space.id(node), cost);
  }
  return costs;
};

const keyOf = ({ edge, to }: OpenStep): string => `${edge} ${to}`;

export const createCompareView = (context: ModelContext): CompareView => {
  let costs: ReadonlyMap<string, number> | undefined;
  return {
    get costs() {
      return (costs ??= costsOf(context));
    },
    pathFrom: async id => {
      const resolved = resolveNode(context.graph, context.state, id);
      if (!resolved.ok) return null;
      const { state, node: from } = resolved.value;
      const [path] = await findPaths({ state, from, to: context.admin, k: 1, filter: noFilter, pause: context.pause });
      return path === undefined || path.blocked ? null : toldPath(state, path);
    },
    stepsFrom: id => {
      const resolved = resolveNode(context.graph, context.state, id);
      if (!resolved.ok) return [];
      const { state, node } = resolved.value;
      const { view, space, edges } = state;
      const steps = stepsAt(node, 'out', { view, space, admitted: admittedBy(state, noFilter, 'open'), limit: stepLimit });
      const open = steps
        .filter(step => step.edge !== state.member)
        .map(step => ({
          edge: edges[step.edge]?.id ?? '',
          to: space.id(step.to),
          reachesAdmin: step.to === context.admin || (context.toAdmin()[step.to] ?? -1) >= 0,
        }));
      return [...new Map(open.map(step => [keyOf(step), step])).values()].sort((left, right) =>
        keyOf(left) < keyOf(right) ? -1 : 1,
      );
    },
  };
};
