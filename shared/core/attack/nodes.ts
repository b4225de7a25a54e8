import type { AttackNodeDetail, AttackNodeQuery, AttackNodes, AttackNodesQuery } from '#contract/attack';
import type { ObjectKey } from '#contract/kube';
import { objectKey } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { GraphState } from './graph/graph-state.ts';
import { nodeParts, type NodeParts } from './graph/node-ids.ts';
import { countSteps } from './graph/seen-steps.ts';
import { groupsOfNode, nodeOf, type ModelContext } from './model-context.ts';
import { resolveNode } from './resolve-node.ts';
import { admittedBy, noFilter } from './search/admitted.ts';

interface Match {
  readonly node: number;
  readonly rank: number;
  readonly id: string;
}

/** Exact before beginning before inside, by the id with its prefix or by the name alone. */
const rankOf = (id: string, wanted: string): number => {
  const whole = id.toLowerCase();
  if (whole === wanted) return 0;
  if (whole.startsWith(wanted)) return 1;
  const name = whole.slice(Math.max(whole.lastIndexOf('/'), whole.indexOf(':')) + 1);
  if (name === wanted) return 2;
  if (name.startsWith(wanted)) return 3;
  return whole.includes(wanted) ? 4 : -1;
};

const better = (left: Match, right: Match): number =>
  left.rank - right.rank || left.id.length - right.id.length || (left.id < right.id ? -1 : 1);

/** `pod:` finds workloads by a pod's name. */
const podMatch = (context: ModelContext, text: string): number | undefined => {
  if (!text.startsWith('pod:')) return undefined;
  const resolved = resolveNode(context.graph, context.state, text);
  return resolved.ok ? resolved.value.node : undefined;
};

/** Completion: nodes by a part of their id, best first. */
export const answerNodes = async (context: ModelContext, query: AttackNodesQuery): Promise<AttackNodes> => {
  const { space } = context.state;
  const wanted = query.text.trim().toLowerCase();
  const found: Match[] = [];
  const byPod = podMatch(context, query.text.trim());
  if (byPod !== undefined) found.push({ node: byPod, rank: 0, id: space.id(byPod) });
  const count = space.count();
  for (let node = 0; node < count; node++) {
    if (node % 4096 === 0) await context.pause();
    if (space.isFold(node)) continue;
    const id = space.id(node);
    const rank = rankOf(id, wanted);
    if (rank >= 0 && node !== byPod) found.push({ node, rank, id });
  }
  found.sort(better);
  return { total: found.length, nodes: found.slice(0, query.limit).map(({ node }) => nodeOf(context, context.state, node)) };
};

const workloadLimit = 50;
const stepLimit = 10_000;

/** The object that a node stands for; null where it stands for none. */
export const objectOfNode = ({ world }: GraphState, id: string, { kind, namespace, name }: NodeParts): ObjectKey | null => {
  if (kind === 'workload') return world.workload(id)?.key ?? null;
  const resource =
    kind === 'service-account'
      ? 'serviceaccounts'
      : kind === 'secret'
        ? 'secrets'
        : kind === 'node'
          ? 'nodes'
          : kind === 'namespace'
            ? 'namespaces'
            : null;
  if (kind === 'role') return roleObject(world, namespace, name);
  if (resource === null) return null;
  const object = world.get(resource, namespace ?? undefined, name);
  return object === undefined ? null : world.keyOf(object);
};

const roleObject = (world: GraphState['world'], namespace: string | null, name: string): ObjectKey | null => {
  const slash = name.indexOf('/');
  const isCluster = name.slice(0, slash) === 'ClusterRole';
  const resource = isCluster ? 'clusterroles' : 'roles';
  const group = 'rbac.authorization.k8s.io';
  const place = isCluster ? undefined : (namespace ?? undefined);
  return world.get(`${resource}.${group}`, place, name.slice(slash + 1)) === undefined
    ? null
    : objectKey(group, resource, place, name.slice(slash + 1));
};

/** Workloads that run as it. */
const workloadsOf = ({ world }: GraphState, id: string, { kind, namespace, name }: NodeParts): readonly string[] => {
  if (kind === 'service-account')
    return world
      .workloadsIn(namespace ?? '')
      .filter(workload => workload.serviceAccount === name)
      .map(workload => workload.id);
  if (kind === 'node') return world.workloadsOn(name).map(workload => workload.id);
  return kind === 'workload' ? [id] : [];
};

const ruleCount = ({ table, world }: GraphState, id: string): number =>
  [id, ...groupsOfNode(id).map(group => `group:${group}`)]
    .flatMap(holder => table.bindingsOf(holder))
    .reduce((sum, binding) => sum + (world.policy.roles[table.roleOf(binding)]?.rules.length ?? 0), 0);

export const answerNode = (context: ModelContext, query: AttackNodeQuery): Result<AttackNodeDetail, Problem> => {
  const resolved = resolveNode(context.graph, context.state, query.node);
  if (!resolved.ok) return resolved;
  const { node, id, state } = resolved.value;
  const parts = nodeParts(id) as NodeParts;
  const object = objectOfNode(state, id, parts);
  const workloads = workloadsOf(state, id, parts);
  const admitted = admittedBy(state, noFilter, 'open');
  const question = { view: state.view, space: state.space, admitted, limit: stepLimit };
  return ok({
    node: nodeOf(context, state, node),
    groups: [...groupsOfNode(id)],
    permissions: ruleCount(state, id),
    workloads: workloads.slice(0, workloadLimit),
    workloadCount: workloads.length,
    findings: object === null ? [] : [...context.findingsOf(object)],
    object,
    out: countSteps(node, 'out', question),
    in: countSteps(node, 'in', question),
  });
};
