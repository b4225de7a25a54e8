import type { FoundEdge } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';
import { bridgingWorkloads } from './bridging.ts';
import { at } from '#kube/pointer';

export const nodeHostsPod: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'workload',
  id: 'NODE_HOSTS_POD',
  row: 'P20',
  title: 'A node holds all that runs on it',
  severity: 'high',
  cost: 0,
  gives: 'The tokens, Secrets, memory and network of every pod on the node.',
  abuse:
    'Root on the node reads the volumes and the memory of its pods, and starts programs in their containers. Of a workload that reaches its nodes and runs on several, only what each pod holds is told, by edges of their own: its pods elsewhere do not fall with this node.',
  detect: 'Requests of several service accounts from one address, or by another program than theirs.',
  remove: 'Keep workloads with strong rights on nodes of their own, by taints and required node affinity.',
  mitigations: ['Dedicated nodes keep strong accounts away from workloads that are easier to take over.'],
  references: [
    'https://kubernetes.io/docs/concepts/security/multi-tenancy/#node-isolation',
    'https://attack.mitre.org/techniques/T1552/',
  ],
  reads: ['pods'],
  *find(world) {
    const bridging = bridgingWorkloads(world);
    for (const workload of world.workloads) {
      if (bridging.has(workload.id)) continue;
      const path = workload.object.kind === 'Pod' ? at(workload.podSpecPath, 'nodeName') : '';
      for (const node of workload.nodes)
        yield {
          from: nodeId(node),
          to: workload.id,
          ...because(seen(world, workload.object, path, `A pod of ${workload.kind} ${workload.name} runs on ${node}.`)),
        };
    }
  },
};
