import type { RightsEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId } from '../world.ts';

export const clusterAdmin: RightsEdge = {
  kind: 'rights',
  id: 'CLUSTER_ADMIN',
  row: 'R1',
  title: 'Every right in the cluster',
  severity: 'critical',
  cost: 0,
  gives: 'Every verb on every resource of every API group, in all namespaces and outside of them.',
  abuse: 'Nothing is left to gain: the identity reads all Secrets, runs anything on any node and changes roles as it likes.',
  detect:
    'In the audit log, take all events whose user.username or user.groups belong to this identity; authorization.k8s.io/reason names the binding that allowed each.',
  remove: 'Delete the ClusterRoleBinding, and bind a role that lists the resources and verbs which are really used.',
  mitigations: [],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
  ],
  to: 'admin',
  scope: 'cluster',
  rights: [[{ verbs: ['*'], group: '*', resources: ['*'], where: 'cluster', name: 'none' }]],
  targets: () => [{ id: adminId, name: '', ...open }],
};
