import type { RightsEdge, Target } from '../edge.ts';
import { roleNodeId } from '../graph/node-ids.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { bindReferences, binds, createsBinding } from './escalation.ts';
import { bindableClusterRoles } from './bindable-roles.ts';

function* targets(world: World): Iterable<Target> {
  for (const name of bindableClusterRoles(world)) yield { id: roleNodeId('ClusterRole', null, name), name, ...open };
}

export const bindClusterRole: RightsEdge = {
  kind: 'rights',
  id: 'BIND_CLUSTER_ROLE',
  row: 'R3',
  title: 'Binds a ClusterRole to itself in the whole cluster',
  severity: 'critical',
  cost: 1,
  gives: 'All rights of the ClusterRole, in every namespace.',
  abuse:
    'The verb bind lifts the check that nobody hands out a role whose rules they do not hold, and a ClusterRoleBinding may name the writer as its subject.',
  detect:
    'Audit events with verb create and objectRef.resource clusterrolebindings, whose requestObject.subjects contain user.username or one of user.groups.',
  remove: 'Remove the verb bind, or limit it by resourceNames to roles that may be given away.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterrolebindings that allows a list of roles only.'],
  references: bindReferences,
  to: 'role',
  scope: 'cluster',
  rights: [[binds('clusterroles', 'cluster', 'target')], [createsBinding('clusterrolebindings', 'cluster')]],
  targets,
};
