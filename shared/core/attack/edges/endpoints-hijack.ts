import { changes, endByName, writes } from '../cluster/rights.ts';
import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { objectAt } from '#kube/json-fields';

const slices = 'discovery.k8s.io';

export const endpointsHijack: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'ENDPOINTS_HIJACK',
  row: 'R39',
  title: 'Leads the traffic of a Service elsewhere',
  severity: 'medium',
  cost: 1,
  gives:
    'Requests that are meant for the Services of the namespace; and a way for its Services, load balancers included, to addresses that NetworkPolicies keep from others.',
  abuse:
    'Endpoints and EndpointSlices say which addresses a Service sends to. The default roles edit and admin held the right before 1.22 and keep it in clusters that were upgraded since (CVE-2021-25740).',
  detect: 'EndpointSlices with addresses that are no pods of the Service.',
  remove: 'Take writes to endpoints and endpointslices out of the role; reconcile the default roles.',
  mitigations: ['Clients that check certificates do not talk to another server.'],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2021-25740', 'https://attack.mitre.org/techniques/T1557/'],
  reads: ['services'],
  rights: [[...writes('', ['endpoints'], 'target'), ...writes(slices, ['endpointslices'], 'target')]],
  *targets(world, namespace) {
    const service = world.list('services', namespace).find(one => Object.keys(objectAt(one, 'spec', 'selector')).length > 0);
    if (service === undefined) return;
    const what = `Service ${service.metadata.name} sends to whatever its endpoints say.`;
    yield* endByName(
      world,
      { id: impactId('traffic-interception'), ...because(seen(world, service, '', what)) },
      { right: changes('', ['endpoints'], 'target'), list: 'endpoints', namespace },
      { right: changes(slices, ['endpointslices'], 'target'), list: `endpointslices.${slices}`, namespace },
    );
  },
};
