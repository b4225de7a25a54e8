import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { cloudOfNode, nodeNames } from '#core/attack/cluster/nodes';
import { because } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';

export const nodeCloudRole: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'cloud',
  id: 'NODE_CLOUD_ROLE',
  row: 'P15',
  title: 'A node has the cloud role of its instance',
  severity: 'medium',
  cost: 1,
  gives: 'What the role of the instance may do in the cloud: pull images, attach disks and, too often, more.',
  abuse: 'The metadata service of the cloud gives credentials to programs on the instance.',
  detect: 'Use of the instance’s role from elsewhere, in the cloud’s audit log.',
  remove: 'Give the instance’s role no more than a node needs.',
  mitigations: ['Which rights the role has stands in the cloud; no object of the cluster tells.'],
  references: ['https://attack.mitre.org/techniques/T1552/005/'],
  reads: ['nodes'],
  *find(world) {
    for (const name of nodeNames(world)) {
      const cloud = cloudOfNode(world, name);
      if (cloud !== undefined) yield { from: nodeId(name), to: cloudId(cloud.provider, 'node-role'), ...because(cloud.evidence) };
    }
  },
};
