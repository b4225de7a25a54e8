import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { namespaceId, type World } from '../world.ts';
import { rbac } from './bound-identities.ts';
import { createsBinding, escalates, escalationReferences, rewritesRole } from './escalation.ts';
import { namesInRules } from './rule-names.ts';

const named = { verbs: ['escalate', 'update', 'patch'], group: rbac, resources: ['roles'] };

const exists = (world: World, namespace: string, name?: string): boolean =>
  name === undefined
    ? world.list(`roles.${rbac}`, namespace).length > 0
    : world.get(`roles.${rbac}`, namespace, name) !== undefined;

function* targets(world: World, namespace: string): Iterable<Target> {
  const id = namespaceId(namespace);
  if (exists(world, namespace)) yield { id, name: '', ...open };
  for (const name of namesInRules(world, named)) if (exists(world, namespace, name)) yield { id, name, ...open };
}

export const escalateAndBindInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE_AND_BIND_IN_NAMESPACE',
  row: 'R2',
  title: 'Binds an empty Role, then adds every right to it',
  severity: 'high',
  cost: 3,
  gives: 'Every right in this namespace.',
  abuse:
    'A RoleBinding to a Role whose rules the writer holds needs no verb bind, and a Role without rules is held by everybody. With escalate on that Role, rights are added after it was bound.',
  detect:
    'Audit events of one user in one namespace: update or patch of a role that empties its rules, create of a rolebinding to it, then another update that adds rules.',
  remove: 'Remove the verb escalate on roles, or the right to create rolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on roles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'namespace',
  scope: 'namespace',
  rights: [
    [escalates('roles', 'target', 'target')],
    [rewritesRole('roles', 'target', 'target')],
    [createsBinding('rolebindings', 'target')],
  ],
  targets,
};
