import type { ObjectKey } from '#contract/kube';
import { isMirrorPod } from '#kube/owners';
import type { AttackGraph, Pause } from './graph/build-graph.ts';
import { stateOf } from './graph/graph-state.ts';
import { attackKinds, nodeParts } from './graph/node-ids.ts';
import type { ModelContext } from './model-context.ts';
import { admittedBy, noFilter } from './search/admitted.ts';
import { distancesTo } from './search/distances.ts';

export const startKinds: ReadonlySet<number> = new Set(
  (['user', 'group', 'service-account', 'workload', 'internet'] as const).map(kind => attackKinds.indexOf(kind)),
);

/** Bound, and by nothing but what Kubernetes or a known vendor ships. */
const isBaselineIdentity = ({ table, world }: AttackGraph, id: string): boolean => {
  const bindings = table.bindingsOf(id);
  return bindings.length > 0 && bindings.every(index => world.policy.bindings[index]?.baseline === true);
};

/** The parts of the cluster itself: static pods, and what of kube-system runs as one of its own identities. */
const isBaselineWorkload = (graph: AttackGraph, id: string): boolean => {
  const workload = graph.world.workload(id);
  if (workload?.namespace !== 'kube-system') return false;
  return isMirrorPod(workload.object) || isBaselineIdentity(graph, `sa:kube-system/${workload.serviceAccount}`);
};

const judge = (graph: AttackGraph, id: string): boolean => {
  const kind = nodeParts(id)?.kind;
  if (kind === 'workload') return isBaselineWorkload(graph, id);
  return kind === 'user' || kind === 'group' || kind === 'service-account' ? isBaselineIdentity(graph, id) : false;
};

const kept = <V>(make: () => V): (() => V) => {
  let value: { readonly is: V } | undefined;
  return () => (value ??= { is: make() }).is;
};

export const createContext = (
  graph: AttackGraph,
  pause: Pause,
  findingsOf: (object: ObjectKey) => readonly string[],
): ModelContext => {
  const state = stateOf(graph);
  const { space } = graph;
  const admin = space.find('admin') as number;
  const baseline = new Map<number, boolean>();
  return {
    graph,
    state,
    admin,
    toAdmin: kept(() => distancesTo(state.view, admin, admittedBy(state, noFilter, 'open'))),
    isBaseline: node => {
      const known = baseline.get(node);
      if (known !== undefined) return known;
      const found = !space.isFold(node) && judge(graph, space.id(node));
      baseline.set(node, found);
      return found;
    },
    starts: kept(() => {
      const nodes: number[] = [];
      for (let node = 0; node < space.count(); node++) if (startKinds.has(space.kind(node))) nodes.push(node);
      return nodes;
    }),
    findingsOf,
    pause,
  };
};
