import { changesSystemMap, whereSystemMap } from '../cluster/system-map.ts';
import { impactId } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const map = 'kube-proxy';

export const kubeProxyCm: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'KUBE_PROXY_CM',
  row: 'R38',
  title: 'Chooses the API server of kube-proxy',
  severity: 'medium',
  cost: 1,
  gives: 'The packet rules of every node, once kube-proxy starts again.',
  abuse:
    'kube-proxy reads its configuration and the address of its API server from the ConfigMap kube-proxy: another server can tell it any Services and endpoints.',
  detect: 'Audit events of update and patch on the ConfigMap kube-proxy of kube-system.',
  remove: 'Give nobody writes to ConfigMaps of kube-system, or limit them by resourceNames.',
  mitigations: ['Managed clusters restore some of their ConfigMaps after a while.'],
  references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],
  reads: ['configmaps'],
  rights: changesSystemMap(map),
  targets: whereSystemMap(map, impactId('node-network-tamper'), 'The ConfigMap is there to be read.'),
};
