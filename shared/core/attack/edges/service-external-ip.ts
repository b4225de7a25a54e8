import { changes, endByName, writes } from '../cluster/rights.ts';
import { apiServers, agreed } from '../mitigations/api-server-flags.ts';
import { impactId } from '../impact.ts';
import { blocked, open } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import type { World } from '../world.ts';

const plugin = 'DenyServiceExternalIPs';

const isDenied = (world: World): boolean =>
  agreed(world, flags => (flags.get('enable-admission-plugins')?.value ?? '').split(',').includes(plugin)) === 'on';

export const serviceExternalIp: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'SERVICE_EXTERNAL_IP',
  row: 'R40',
  title: 'Takes the traffic to any address by a Service',
  severity: 'medium',
  cost: 1,
  gives: 'What pods and nodes of the cluster send to an address of the attacker’s choice.',
  abuse: 'A Service with externalIPs makes every node send packets for these addresses to its pods (CVE-2020-8554).',
  detect: 'Services with externalIPs.',
  remove: 'Turn the admission plugin DenyServiceExternalIPs on, or refuse the field by a policy.',
  mitigations: [
    'The admission plugin DenyServiceExternalIPs; it is off by default.',
    'Clients that check certificates do not talk to another server.',
  ],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2020-8554', 'https://attack.mitre.org/techniques/T1557/'],
  reads: ['services'],
  rights: [writes('', ['services'], 'target')],
  targets(world, namespace) {
    const pod = apiServers(world)[0]?.pod;
    const reached =
      pod !== undefined && isDenied(world)
        ? blocked({
            mitigation: 'external-ips-denied',
            what: `The API server refuses new externalIPs (${plugin}).`,
            object: world.keyOf(pod),
          })
        : open;
    const right = changes('', ['services'], 'target');
    return endByName(world, { id: impactId('address-takeover'), ...reached }, { right, list: 'services', namespace });
  },
};
