import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const right = changes('', ['services/status'], 'target');

export const serviceStatusIp: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'SERVICE_STATUS_IP',
  row: 'R40',
  title: 'Takes the traffic to any address by a load balancer’s status',
  severity: 'medium',
  cost: 1,
  gives: 'What pods and nodes of the cluster send to an address of the attacker’s choice.',
  abuse:
    'Nodes send packets for the addresses in a Service’s status.loadBalancer to its pods. DenyServiceExternalIPs does not look at the status.',
  detect: 'Audit events of update and patch on services/status by anybody but the cloud’s controller.',
  remove: 'Take services/status out of the role.',
  mitigations: ['Clients that check certificates do not talk to another server.'],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2020-8554', 'https://attack.mitre.org/techniques/T1557/'],
  reads: ['services'],
  rights: [[right]],
  targets: (world, namespace) =>
    endByName(world, { id: 'impact:address-takeover' }, { right, list: 'services', namespace: namespace }),
};
