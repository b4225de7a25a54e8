import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['nodes/log'], 'cluster', ['get']);

export const kubeletLog: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'KUBELET_LOG',
  row: 'R27',
  title: 'Reads the logs of nodes',
  severity: 'medium',
  cost: 1,
  gives: 'What lies in /var/log of a node, and the journal of its services where the kubelet serves log queries.',
  abuse: 'The kubelet answers get on nodes/log with files of /var/log, as root. A link that a pod left there leads further.',
  detect: 'Audit events of get on nodes with subresource log or proxy.',
  remove: 'Take nodes/log out of the role; the subresources stats, metrics and healthz do for monitoring.',
  mitigations: ['enableSystemLogHandler: false in the kubelet’s configuration closes the way.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://attack.mitre.org/techniques/T1005/',
  ],
  reads: ['nodes'],
  rights: [[right]],
  targets: world => endByName(world, { id: 'impact:node-log-read' }, { right, list: 'nodes', namespace: '' }),
};
