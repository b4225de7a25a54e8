import type { AttackEvidence } from '#contract/attack';
import { controlPlaneContainer } from '#kube/control-plane';
import { field, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { seen } from '../reached.ts';
import { keptByList } from '../kept-by-list.ts';
import type { World } from '../world.ts';
import { templateOf } from '../workloads/containers-of.ts';

/** Every node that is known by its object, or by a pod that runs on it. */
export const nodeNames: (world: World) => readonly string[] = keptByList(
  world => world.workloads,
  world => {
    const names = new Set(world.list('nodes').map(({ metadata }) => metadata.name));
    for (const { nodes } of world.workloads) for (const node of nodes) names.add(node);
    return [...names].sort();
  },
);

const roleLabels = [
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
  'node-role.kubernetes.io/controlplane',
];

const byLabel = (world: World, found: Map<string, AttackEvidence>): void => {
  for (const node of world.list('nodes'))
    for (const label of roleLabels)
      if (field(node, 'metadata', 'labels', label) !== undefined) {
        const what = `Node ${node.metadata.name} has the label ${label}.`;
        found.set(node.metadata.name, seen(world, node, at('/metadata', 'labels', label), what));
      }
};

const byStaticPod = (world: World, program: string, found: Map<string, AttackEvidence>): void => {
  for (const workload of world.workloadsIn('kube-system')) {
    const template = templateOf(workload);
    if (template === undefined || controlPlaneContainer(template, program) === undefined) continue;
    for (const node of workload.nodes)
      if (!found.has(node)) found.set(node, seen(world, workload.object, '', `${program} runs on ${node} as a static pod.`));
  }
};

/** Nodes that hold the keys of the cluster, with what shows it: the label, or the API server's static pod. */
export const controlPlaneNodes: (world: World) => ReadonlyMap<string, AttackEvidence> = keptByList(
  world => world.workloads,
  world => {
    const found = new Map<string, AttackEvidence>();
    byLabel(world, found);
    byStaticPod(world, 'kube-apiserver', found);
    return found;
  },
);

/** Nodes on which the cluster's database runs. */
export const etcdNodes: (world: World) => ReadonlyMap<string, AttackEvidence> = keptByList(
  world => world.workloads,
  world => {
    const found = new Map<string, AttackEvidence>();
    byStaticPod(world, 'etcd', found);
    return found;
  },
);

export type CloudProvider = 'aws' | 'gcp' | 'azure';

const schemes: Readonly<Record<string, CloudProvider>> = { aws: 'aws', gce: 'gcp', azure: 'azure' };

/** The cloud whose instance a node is, by `spec.providerID`. */
export const cloudOfNode = (
  world: World,
  name: string,
): { readonly provider: CloudProvider; readonly evidence: AttackEvidence } | undefined => {
  const node = world.get('nodes', undefined, name);
  const id = node === undefined ? undefined : textAt(node, 'spec', 'providerID');
  const scheme = id?.slice(0, Math.max(0, id.indexOf(':')));
  const provider = scheme !== undefined && Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (node === undefined || provider === undefined) return undefined;
  return { provider, evidence: seen(world, node, '/spec/providerID', `Node ${name} is an instance of ${provider}.`) };
};
