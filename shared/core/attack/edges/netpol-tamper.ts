import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'networking.k8s.io';

export const netpolTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'NETPOL_TAMPER',
  row: 'R45',
  title: 'Takes the network isolation of a namespace away',
  severity: 'medium',
  cost: 1,
  gives: 'Connections that a NetworkPolicy keeps out.',
  abuse: 'NetworkPolicies add up: deleting the one that isolates, or changing its rules, opens the pods.',
  detect: 'Audit events of delete, update and patch on networkpolicies.',
  remove: 'Take these verbs away from whoever is not to decide about the network.',
  mitigations: ['Policies of the cluster (AdminNetworkPolicy, and those of network plugins) hold whatever a namespace says.'],
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://attack.mitre.org/techniques/T1562/004/',
  ],
  reads: [`networkpolicies.${group}`],
  rights: [
    [
      {
        verbs: ['delete', 'deletecollection', 'update', 'patch'],
        group,
        resources: ['networkpolicies'],
        where: 'target',
        name: 'target',
      },
    ],
  ],
  *targets(world, namespace) {
    for (const policy of world.list(`networkpolicies.${group}`, namespace)) {
      const { name } = policy.metadata;
      const what = `NetworkPolicy ${name} isolates pods of ${namespace}.`;
      yield { id: impactId('network-isolation-lost'), name, ...because(seen(world, policy, '/spec', what)) };
    }
  },
};
