import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'rbac.authorization.k8s.io';

export const claimClusterRole: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'CLAIM_CLUSTER_ROLE',
  row: 'R52',
  title: 'Makes a ClusterRole that others are bound to already',
  severity: 'low',
  cost: 1,
  gives: 'Rights for whoever the binding names, without a binding that is new: what the maker holds, given on.',
  abuse: 'A binding to a ClusterRole that does not exist sleeps until somebody makes it.',
  detect: 'Audit events of create on clusterroles of a name that a binding has.',
  remove: 'Delete the binding whose role is gone.',
  mitigations: ['The maker must hold what the role gives, or have the verb escalate.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-creation-or-update'],
  reads: [`clusterroles.${group}`],
  rights: [[{ verbs: ['create'], group, resources: ['clusterroles'], where: 'cluster', name: 'none' }]],
  *targets(world) {
    for (const { role, roleRef, object, subjects } of world.policy.bindings) {
      if (role >= 0 || roleRef.kind !== 'ClusterRole' || subjects.length === 0 || world.policy.mayExist(roleRef)) continue;
      const what = `${object.kind} ${object.metadata.name} binds ClusterRole ${roleRef.name}, which does not exist.`;
      yield { id: impactId('dormant-grant'), name: '', ...because(seen(world, object, '/roleRef/name', what)) };
    }
  },
};
