import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { namespaceId, type World } from '../world.ts';
import { bindingsIn, holdersByRole, rbac } from './bound-identities.ts';
import { escalates, escalationReferences, rewritesRole } from './escalation.ts';
import { namesInRules } from './rule-names.ts';

const named = { verbs: ['escalate', 'update', 'patch'], group: rbac, resources: ['clusterroles'] };

function* targets(world: World, namespace: string): Iterable<Target> {
  const names = namesInRules(world, named);
  if (names.length === 0) return;
  const holders = holdersByRole(bindingsIn(world, namespace));
  for (const name of names) {
    const own = holders.get(`ClusterRole/${name}`);
    if (own !== undefined) yield { id: namespaceId(namespace), name, holders: own, ...open };
  }
}

export const escalateHeldRoleInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE_HELD_ROLE_IN_NAMESPACE',
  row: 'R2',
  title: 'Adds rights to a named ClusterRole that it holds in a namespace',
  severity: 'high',
  cost: 1,
  gives: 'Every right in the namespace where the role is bound to it.',
  abuse:
    'The verb escalate is limited to one ClusterRole by name, and a RoleBinding gives that role to the identity in this namespace: what is written into the role holds there.',
  detect:
    'Audit events with verb update or patch, objectRef.resource clusterroles and objectRef.name of this role, by this user.',
  remove: 'Remove the verb escalate from the rule, or let nobody who may use it on a role be bound to that role.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'namespace',
  scope: 'namespace',
  rights: [[escalates('clusterroles', 'cluster', 'target')], [rewritesRole('clusterroles', 'cluster', 'target')]],
  targets,
};
