import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { namespaceId, type World } from '../world.ts';
import { bindingsIn, rbac, subjectIds } from './bound-identities.ts';
import { escalates, escalationReferences, rewritesRole } from './escalation.ts';
import { namesInRules } from './rule-names.ts';

const named = { verbs: ['escalate', 'update', 'patch'], group: rbac, resources: ['roles'] };

function* targets(world: World, namespace: string): Iterable<Target> {
  const bindings = bindingsIn(world, namespace).filter(({ roleRef, role }) => roleRef.kind === 'Role' && role >= 0);
  if (bindings.length === 0) return;
  const id = namespaceId(namespace);
  yield { id, name: '', holders: subjectIds(bindings), ...open };
  for (const name of namesInRules(world, named)) {
    const own = bindings.filter(({ roleRef }) => roleRef.name === name);
    if (own.length > 0) yield { id, name, holders: subjectIds(own), ...open };
  }
}

export const escalateNamespaceRole: RightsEdge = {
  kind: 'rights',
  id: 'ESCALATE_NAMESPACE_ROLE',
  row: 'R2',
  title: 'Adds rights to a Role of the namespace that it holds',
  severity: 'high',
  cost: 1,
  gives: 'Every right in this namespace.',
  abuse:
    'The verb escalate on roles lifts the check that nobody writes rules into a Role which go beyond their own, and a RoleBinding gives such a Role to the identity. Roles reach no further than their namespace.',
  detect:
    'Audit events with verb update or patch and objectRef.resource roles in this namespace, whose requestObject adds rules.',
  remove: 'Remove the verb escalate from the rule, or the verbs update and patch on roles.',
  mitigations: ['A ValidatingAdmissionPolicy on roles that denies wildcards for all but named users.'],
  references: escalationReferences,
  to: 'namespace',
  scope: 'namespace',
  rights: [[escalates('roles', 'target', 'target')], [rewritesRole('roles', 'target', 'target')]],
  targets,
};
