import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { bindingsIn } from './bound-identities.ts';

const group = 'rbac.authorization.k8s.io';

/** The API server asks that the maker of a role hold its rules: it spreads rights and does not raise them. */
export const claimRole: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'CLAIM_ROLE',
  row: 'R52',
  title: 'Makes a role that others are bound to already',
  severity: 'low',
  cost: 1,
  gives: 'Rights for whoever the binding names, without a binding that is new: what the maker holds, given on.',
  abuse: 'A binding to a role that does not exist sleeps until somebody makes the role.',
  detect: 'Audit events of create on roles of a name that a binding has.',
  remove: 'Delete the binding whose role is gone.',
  mitigations: ['The maker must hold what the role gives, or have the verb escalate.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-creation-or-update'],
  reads: [`roles.${group}`],
  rights: [[{ verbs: ['create'], group, resources: ['roles'], where: 'target', name: 'none' }]],
  *targets(world, namespace) {
    for (const { role, roleRef, object, subjects } of bindingsIn(world, namespace)) {
      if (role >= 0 || roleRef.kind !== 'Role' || subjects.length === 0) continue;
      if (world.policy.mayExist(roleRef)) continue;
      const what = `RoleBinding ${object.metadata.name} binds Role ${roleRef.name}, which does not exist.`;
      yield { id: impactId('dormant-grant'), name: '', ...because(seen(world, object, '/roleRef/name', what)) };
    }
  },
};
