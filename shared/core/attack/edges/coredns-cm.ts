import { changesSystemMap, whereSystemMap } from '../cluster/system-map.ts';
import { impactId } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const map = 'coredns';

export const corednsCm: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'COREDNS_CM',
  row: 'R38',
  title: 'Answers the cluster’s name queries',
  severity: 'high',
  cost: 1,
  gives: 'Traffic between workloads, led to an address of one’s own by its name.',
  abuse: 'CoreDNS reads its configuration from the ConfigMap coredns and takes changes by itself.',
  detect: 'Audit events of update and patch on the ConfigMap coredns of kube-system.',
  remove: 'Give nobody writes to ConfigMaps of kube-system, or limit them by resourceNames.',
  mitigations: ['Managed clusters restore some of their ConfigMaps after a while.'],
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/'],
  reads: ['configmaps'],
  rights: changesSystemMap(map),
  targets: whereSystemMap(map, impactId('dns-interception'), 'The ConfigMap is there to be read.'),
};
