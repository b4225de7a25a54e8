import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId, type World } from '../world.ts';
import { allClusterRoles, rbac } from './bound-identities.ts';
import { createsBinding, createsRole, escalates, escalationReferences, rewritesRole } from './escalation.ts';
import { namesInRules } from './rule-names.ts';

const named = { verbs: ['escalate', 'update', 'patch'], group: rbac, resources: ['clusterroles'] };

function* targets(world: World): Iterable<Target> {
  yield { id: adminId, name: '', ...open };
  const exists = new Set(allClusterRoles(world).map(({ ref }) => ref.name));
  for (const name of namesInRules(world, named)) if (exists.has(name)) yield { id: adminId, name, ...open };
}

/**
 * A role without rules may be bound by anyone who may write bindings, and filled afterwards by whoever may escalate it. Where
 * roles can only be made, one with an aggregation rule is made first and bound while it is empty; the second one fills it.
 */
export const escalateAndBind: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE_AND_BIND',
  row: 'R2',
  title: 'Binds an empty ClusterRole, then adds every right to it',
  severity: 'critical',
  cost: 3,
  gives: 'Every right in the cluster.',
  abuse:
    'A binding to a role whose rules the writer holds needs no verb bind, and a role without rules is held by everybody. With escalate on that role, rights are added after it was bound. The verb bind is not needed.',
  detect:
    'Audit events of one user: update or patch of a clusterrole that empties its rules, create of a clusterrolebinding to it, then another update that adds rules.',
  remove: 'Remove the verb escalate, or the right to create clusterrolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterroles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'admin',
  scope: 'cluster',
  rights: [
    [escalates('clusterroles', 'cluster', 'target')],
    [rewritesRole('clusterroles', 'cluster', 'target'), escalates('clusterroles', 'cluster', 'none')],
    [rewritesRole('clusterroles', 'cluster', 'target'), createsRole('clusterroles', 'cluster')],
    [createsBinding('clusterrolebindings', 'cluster')],
  ],
  targets,
};
