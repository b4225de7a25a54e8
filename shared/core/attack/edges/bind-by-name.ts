import type { RightsEdge } from '../edge.ts';
import { bindReferences, rewritesBinding } from './escalation.ts';
import { rbac } from './bound-identities.ts';
import { bindingsToMake } from './rewritable-bindings.ts';

export const bindByName: RightsEdge = {
  kind: 'rights',
  id: 'BIND_BY_NAME',
  row: 'R3',
  title: 'Makes a ClusterRoleBinding of a given name',
  severity: 'critical',
  cost: 2,
  gives: 'All rights of the role, in the whole cluster.',
  abuse:
    'A rule with resourceNames allows no POST, which carries no name. Server-side apply and a PUT create what does not exist, and ask for create and for patch or update with the name; with the verb bind on a role, that is a binding to it.',
  detect: 'Audit events with verb patch or update, objectRef.resource clusterrolebindings and responseStatus.code 201.',
  remove: 'Remove the verb bind, or create on clusterrolebindings from the rule.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterrolebindings that allows a list of roles only.'],
  references: [...bindReferences, 'https://kubernetes.io/docs/reference/using-api/server-side-apply/'],
  to: 'role',
  scope: 'cluster',
  rights: [
    [{ verbs: ['create'], group: rbac, resources: ['clusterrolebindings'], where: 'cluster', name: 'target' }],
    [rewritesBinding('clusterrolebindings', 'cluster', 'target')],
  ],
  targets: world => bindingsToMake(world, ''),
};
