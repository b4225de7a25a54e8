import type { RightsEdge, Target } from '../edge.ts';
import { roleNodeId } from '../graph/node-ids.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { bindableClusterRoles } from './bindable-roles.ts';
import { bindReferences, binds, createsBinding } from './escalation.ts';

function* targets(world: World, namespace: string): Iterable<Target> {
  for (const name of bindableClusterRoles(world)) yield { id: roleNodeId('ClusterRole', namespace, name), name, ...open };
}

/** The verb is asked in the namespace of the binding, so that a RoleBinding may give it for clusterroles, too. */
export const bindClusterRoleInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'BIND_CLUSTER_ROLE_IN_NAMESPACE',
  row: 'R3',
  title: 'Binds a ClusterRole to itself in a namespace',
  severity: 'high',
  cost: 1,
  gives: 'The rights of the ClusterRole over what stands in this namespace.',
  abuse:
    'The verb bind lifts the check that nobody hands out a role whose rules they do not hold. It is asked for in the namespace of the RoleBinding, so that it need not be granted for the whole cluster.',
  detect:
    'Audit events with verb create and objectRef.resource rolebindings, whose requestObject.roleRef names a ClusterRole and whose subjects contain user.username or one of user.groups.',
  remove: 'Remove the verb bind, or limit it by resourceNames to roles that may be given away.',
  mitigations: ['A ValidatingAdmissionPolicy on rolebindings that allows a list of roles only.'],
  references: bindReferences,
  to: 'role',
  scope: 'namespace',
  rights: [[binds('clusterroles', 'target', 'target')], [createsBinding('rolebindings', 'target')]],
  targets,
};
