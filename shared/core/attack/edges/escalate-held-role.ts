import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId, type World } from '../world.ts';
import { bindingsIn, holdersByRole, rbac } from './bound-identities.ts';
import { escalates, escalationReferences, rewritesRole } from './escalation.ts';
import { namesInRules } from './rule-names.ts';

const named = { verbs: ['escalate', 'update', 'patch'], group: rbac, resources: ['clusterroles'] };

function* targets(world: World): Iterable<Target> {
  const holders = holdersByRole(bindingsIn(world, ''));
  for (const name of namesInRules(world, named)) {
    const own = holders.get(`ClusterRole/${name}`);
    if (own !== undefined) yield { id: adminId, name, holders: own, ...open };
  }
}

export const escalateHeldRole: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE_HELD_ROLE',
  row: 'R2',
  title: 'Adds rights to a named ClusterRole that it holds',
  severity: 'critical',
  cost: 1,
  gives: 'Every right in the cluster.',
  abuse:
    'The verb escalate is limited to one ClusterRole by name, but the identity itself holds that role in the whole cluster: every right that is written into it is its own.',
  detect:
    'Audit events with verb update or patch, objectRef.resource clusterroles and objectRef.name of this role, by this user.',
  remove: 'Remove the verb escalate from the rule, or let nobody who may use it on a role be bound to that role.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'admin',
  scope: 'cluster',
  rights: [[escalates('clusterroles', 'cluster', 'target')], [rewritesRole('clusterroles', 'cluster', 'target')]],
  targets,
};
