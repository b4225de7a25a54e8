import { changes, endByName } from '../cluster/rights.ts';
import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { objectAt } from '#kube/json-fields';

const right = changes('', ['pods/status'], 'target');

export const podStatus: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'POD_STATUS',
  row: 'R42',
  title: 'Chooses which pods a Service sends to',
  severity: 'low',
  cost: 1,
  gives: 'Traffic of a Service to an address of choice, or to none.',
  abuse: 'A Service sends to the addresses and ready conditions in the status of its pods.',
  detect: 'Audit events of patch on pods/status by anybody but kubelets.',
  remove: 'Take pods/status out of the role.',
  mitigations: ['Kubelets write the true status again.'],
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', 'https://attack.mitre.org/techniques/T1557/'],
  reads: ['services'],
  rights: [[right]],
  *targets(world, namespace) {
    const service = world.list('services', namespace).find(one => Object.keys(objectAt(one, 'spec', 'selector')).length > 0);
    if (service === undefined) return;
    const what = `Service ${service.metadata.name} sends to pods by their status.`;
    yield* endByName(
      world,
      { id: impactId('traffic-interception'), ...because(seen(world, service, '', what)) },
      { right, list: 'pods', namespace: namespace },
    );
  },
};
