import { changesSystemMap, whereSystemMap } from '../cluster/system-map.ts';
import { impactId } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const map = 'extension-apiserver-authentication';

export const extAuthnCm: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'EXT_AUTHN_CM',
  row: 'R38',
  title: 'Chooses whom aggregated API servers trust',
  severity: 'high',
  cost: 1,
  gives: 'Any user’s name at the aggregated API servers of the cluster (metrics, and those of extensions).',
  abuse:
    'Aggregated API servers read the authority of request headers from the ConfigMap extension-apiserver-authentication. The API server itself does not, and restores the ConfigMap when it starts.',
  detect: 'Audit events of update and patch on the ConfigMap extension-apiserver-authentication of kube-system.',
  remove: 'Give nobody writes to ConfigMaps of kube-system, or limit them by resourceNames.',
  mitigations: ['Managed clusters restore some of their ConfigMaps after a while.'],
  references: ['https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/'],
  reads: ['configmaps'],
  rights: changesSystemMap(map),
  targets: whereSystemMap(map, impactId('aggregated-api-impersonation'), 'The ConfigMap is there to be read.'),
};
