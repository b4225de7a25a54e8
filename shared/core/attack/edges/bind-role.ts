import type { RightsEdge, Target } from '../edge.ts';
import { roleNodeId } from '../graph/node-ids.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { rbac } from './bound-identities.ts';
import { bindReferences, binds, createsBinding } from './escalation.ts';

function* targets(world: World, namespace: string): Iterable<Target> {
  for (const { metadata } of world.list(`roles.${rbac}`, namespace))
    yield { id: roleNodeId('Role', namespace, metadata.name), name: metadata.name, ...open };
}

export const bindRole: RightsEdge = {
  kind: 'rights',
  id: 'BIND_ROLE',
  row: 'R3',
  title: 'Binds a Role to itself',
  severity: 'high',
  cost: 1,
  gives: 'All rights of the Role in its namespace.',
  abuse:
    'The verb bind on roles lifts the check that nobody hands out a role whose rules they do not hold, and a RoleBinding may name the writer as its subject.',
  detect:
    'Audit events with verb create and objectRef.resource rolebindings, whose requestObject.subjects contain user.username or one of user.groups.',
  remove: 'Remove the verb bind, or limit it by resourceNames to roles that may be given away.',
  mitigations: ['A ValidatingAdmissionPolicy on rolebindings that allows a list of roles only.'],
  references: bindReferences,
  to: 'role',
  scope: 'namespace',
  rights: [[binds('roles', 'target', 'target')], [createsBinding('rolebindings', 'target')]],
  targets,
};
