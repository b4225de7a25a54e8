import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId, type World } from '../world.ts';
import { holdersOfAggregated } from './aggregated-roles.ts';
import { bindingsIn } from './bound-identities.ts';
import { createsRole, escalates, escalationReferences } from './escalation.ts';

function* targets(world: World): Iterable<Target> {
  const holders = holdersOfAggregated(world, bindingsIn(world, ''));
  if (holders.length > 0) yield { id: adminId, name: '', holders, ...open };
}

export const aggregateEscalate: RightsEdge = {
  kind: 'rights',
  id: 'AGGREGATE_ESCALATE',
  row: 'R5',
  title: 'Adds every right to an aggregated ClusterRole that it holds',
  severity: 'critical',
  cost: 2,
  gives: 'Every right in the cluster, for itself and for all other holders of the aggregated role.',
  abuse:
    'With the verb escalate, a new ClusterRole may hold rights that its writer lacks; by its labels a controller merges them into the aggregated role to which the identity is bound. No existing role is changed by hand.',
  detect:
    'Audit events with verb create and objectRef.resource clusterroles, whose labels match the aggregationRule of another ClusterRole; then a patch by clusterrole-aggregation-controller.',
  remove: 'Remove the verb escalate, or the verb create on clusterroles.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies the aggregation labels for all but named users.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles', ...escalationReferences],
  to: 'admin',
  scope: 'cluster',
  rights: [[escalates('clusterroles', 'cluster', 'none')], [createsRole('clusterroles', 'cluster')]],
  targets,
};
