import type { RightsEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId } from '../world.ts';
import { escalates, escalationReferences, rewritesRole } from './escalation.ts';

/** Who holds every right on every resource and URL may set an aggregation rule, too, but has nothing to gain by it. */
export const aggregationRuleWrite: RightsEdge = {
  kind: 'rights',
  id: 'AGGREGATIONRULE_WRITE',
  row: 'R6',
  title: 'Lets its own ClusterRole collect all others',
  severity: 'critical',
  cost: 2,
  gives: 'The rights of all ClusterRoles together, cluster-admin among them.',
  abuse:
    'An aggregationRule whose selector matches every ClusterRole makes a controller fill the role with all their rules. The API server accepts such a change from those who may escalate the role, or who hold every right already.',
  detect:
    'Audit events with verb update or patch and objectRef.resource clusterroles, whose requestObject sets aggregationRule; then a patch by clusterrole-aggregation-controller.',
  remove: 'Remove the verb escalate from the role, or the verbs update and patch on clusterroles.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies aggregationRule for all but named users.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles', ...escalationReferences],
  to: 'admin',
  scope: 'cluster',
  rights: [[escalates('clusterroles', 'cluster', 'none')], [rewritesRole('clusterroles', 'cluster', 'none')]],
  targets: () => [{ id: adminId, name: '', ...open }],
};
