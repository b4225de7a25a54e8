import type { RightsEdge } from '../edge.ts';
import { clusterRoles, rbac } from './bound-identities.ts';
import { createsRole, rewritesRole } from './escalation.ts';
import { harmByName } from './named-targets.ts';

export const aggregateInject: RightsEdge = {
  kind: 'rights',
  id: 'AGGREGATE_INJECT',
  row: 'R5',
  title: 'Adds rights of its own to admin, edit or view',
  severity: 'medium',
  cost: 1,
  gives: 'No right that it does not have: all holders of an aggregated ClusterRole get rights that the writer holds.',
  abuse:
    'A ClusterRole with the label rbac.authorization.k8s.io/aggregate-to-view is merged into view by a controller. Without the verb escalate its rules are limited to what the writer holds: rights spread, but do not rise.',
  detect:
    'Audit events with verb create, update or patch and objectRef.resource clusterroles, whose requestObject.metadata.labels hold a key that begins with rbac.authorization.k8s.io/aggregate-to-.',
  remove: 'Remove the verbs create, update and patch on clusterroles.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies the aggregation labels for all but named users.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles'],
  to: 'impact',
  scope: 'cluster',
  rights: [[createsRole('clusterroles', 'cluster'), rewritesRole('clusterroles', 'cluster', 'target')]],
  targets: world =>
    harmByName(
      world,
      'impact:spread',
      { verbs: ['update', 'patch'], group: rbac, resources: ['clusterroles'] },
      name => world.get(clusterRoles, undefined, name) !== undefined,
    ),
};
