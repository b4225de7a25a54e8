import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['nodes/configz'], 'cluster', ['get']);

export const kubeletConfigz: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'KUBELET_CONFIGZ',
  row: 'R27',
  title: 'Reads how kubelets are configured',
  severity: 'low',
  cost: 1,
  since: 32,
  gives: 'The configuration of a kubelet: open ports, how it authenticates, which limits it has.',
  abuse:
    'The kubelet answers get on nodes/configz with its configuration, to whoever reaches its port. The way through the API server asks for nodes/proxy.',
  detect: 'Requests to /configz in the logs of kubelets.',
  remove: 'Take nodes/configz out of the role.',
  mitigations: ['Kubelets tell this subresource from nodes/proxy only with the feature KubeletFineGrainedAuthz.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://attack.mitre.org/techniques/T1613/',
  ],
  reads: ['nodes'],
  rights: [[right]],
  targets: world => endByName(world, { id: 'impact:kubelet-configuration-read' }, { right, list: 'nodes', namespace: '' }),
};
