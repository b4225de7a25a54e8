import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { cloudOfNode } from '#core/attack/cluster/nodes';
import { because } from '#core/attack/reached';
import { specialWorkloads } from '#core/attack/workloads/special';
import { podField } from '#core/attack/workloads/capabilities';
import { hasHostNetwork } from '#core/attack/workloads/containers-of';
import { workloadResources } from '#kube/pod-templates';

export const hostNetworkMetadata: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'HOST_NETWORK_METADATA',
  row: 'P15',
  title: 'A pod in its node’s network has the node’s cloud identity',
  severity: 'medium',
  cost: 1,
  gives: 'The cloud role of the node’s instance.',
  abuse:
    'The metadata service of the cloud gives credentials to whoever asks from the node’s own network: neither a hop limit nor a metadata proxy for pods stands in between. hostNetwork is no way out of the container by itself.',
  detect: 'Use of the instance’s role from programs other than the node’s agents, in the cloud’s audit log.',
  remove: 'Set hostNetwork to false; give the instance’s role no more than a node needs.',
  mitigations: [
    'Whether pods without hostNetwork reach the metadata service depends on the hop limit of instances or on a metadata proxy; no object of the cluster tells.',
    'No NetworkPolicy holds a pod with hostNetwork.',
  ],
  references: ['https://attack.mitre.org/techniques/T1552/005/'],
  reads: ['nodes', ...workloadResources],
  *find(world) {
    for (const workload of specialWorkloads(world)) {
      if (!hasHostNetwork(workload)) continue;
      const field = podField(world, workload, 'hostNetwork', 'The pod is in the network of its node.');
      const seenClouds = new Set<string>();
      for (const node of workload.nodes) {
        const cloud = cloudOfNode(world, node);
        if (cloud === undefined || seenClouds.has(cloud.provider)) continue;
        seenClouds.add(cloud.provider);
        yield { from: workload.id, to: cloudId(cloud.provider, 'node-role'), ...because(field, cloud.evidence) };
      }
    }
  },
};
