import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['nodes/checkpoint'], 'cluster', ['create']);

export const kubeletCheckpoint: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'KUBELET_CHECKPOINT',
  row: 'R27',
  title: 'Writes the memory of containers to a node’s disk',
  severity: 'medium',
  cost: 2,
  since: 25,
  gives: 'An image of a container’s memory, keys and tokens included, on the disk of the node: to whoever can read files there.',
  abuse:
    'The kubelet answers create on nodes/checkpoint by an archive below /var/lib/kubelet/checkpoints. It can fill the disk as well.',
  detect: 'Requests to /checkpoint in the logs of kubelets; files below /var/lib/kubelet/checkpoints.',
  remove: 'Take nodes/checkpoint out of the role.',
  mitigations: ['It works only where the container runtime can make checkpoints.'],
  references: ['https://kubernetes.io/docs/reference/node/kubelet-checkpoint-api/', 'https://attack.mitre.org/techniques/T1003/'],
  reads: ['nodes'],
  rights: [[right]],
  targets: world => endByName(world, { id: 'impact:container-memory-dump' }, { right, list: 'nodes', namespace: '' }),
};
