import type { FoundEdge } from '#core/attack/edge';
import { nodeNames } from '#core/attack/cluster/nodes';
import { because, seen } from '#core/attack/reached';
import { allNodesId, nodeId } from '#core/attack/world';

export const everyNode: FoundEdge = {
  kind: 'found',
  from: 'nodes',
  to: 'node',
  id: 'EVERY_NODE',
  row: 'P20',
  title: 'A pod of one’s own comes to any node',
  severity: 'high',
  cost: 0,
  gives: 'Each node, one after the other.',
  abuse:
    'Who writes the pod chooses its node: by nodeName, past the scheduler and past taints that only keep new pods away, or by tolerations and a selector.',
  detect: 'Pods that set nodeName themselves, or tolerate everything.',
  remove: 'Nothing at this place: take away what leads to every node.',
  mitigations: ['An admission policy that refuses nodeName and broad tolerations keeps pods off the nodes of others.'],
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename'],
  reads: ['nodes'],
  *find(world) {
    for (const name of nodeNames(world)) {
      const node = world.get('nodes', undefined, name);
      yield {
        from: allNodesId,
        to: nodeId(name),
        ...(node === undefined ? because() : because(seen(world, node, '', `Node ${name} takes pods.`))),
      };
    }
  },
};
