import type { RightsEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId } from '../world.ts';
import { escalates, escalationReferences, rewritesRole } from './escalation.ts';

/**
 * Both rights hold for every ClusterRole, and whoever holds a right in the whole cluster holds it by some ClusterRole: that one
 * is rewritten.
 */
export const escalate: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE',
  row: 'R2',
  title: 'Adds rights to its own ClusterRole',
  severity: 'critical',
  cost: 1,
  gives: 'Every right in the cluster.',
  abuse:
    'The verb escalate lifts the check that nobody writes rules into a ClusterRole which go beyond their own. The identity is bound to some ClusterRole, by which it has this verb, and may put every right into it.',
  detect:
    'Audit events with verb update or patch and objectRef.resource clusterroles, whose requestObject adds rules; the annotation authorization.k8s.io/decision of a check for verb escalate is not logged by itself.',
  remove: 'Remove the verb escalate from the role, or the verbs update and patch on clusterroles; leave escalate to controllers.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'admin',
  scope: 'cluster',
  rights: [[escalates('clusterroles', 'cluster', 'none')], [rewritesRole('clusterroles', 'cluster', 'none')]],
  targets: () => [{ id: adminId, name: '', ...open }],
};
