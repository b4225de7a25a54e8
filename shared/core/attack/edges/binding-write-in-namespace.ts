import type { RightsEdge } from '../edge.ts';
import { rbac } from './bound-identities.ts';
import { bindReferences, createsBinding, rewritesBinding } from './escalation.ts';
import { harmByName } from './named-targets.ts';

export const bindingWriteInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'BINDING_WRITE_NO_BIND_IN_NAMESPACE',
  row: 'R4',
  title: 'Gives rights of its own to others, in a namespace',
  severity: 'low',
  cost: 1,
  gives: 'No right that it does not have: it may share what it holds in this namespace with other identities, and so keep it.',
  abuse:
    'Without the verb bind, the API server accepts only RoleBindings to roles whose rules the writer already holds there. An attacker uses that to stay, by another identity, after the first one was taken away.',
  detect: 'Audit events with verb create, update or patch and objectRef.resource rolebindings.',
  remove: 'Remove the verbs create, update and patch on rolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on rolebindings that allows a list of subjects only.'],
  references: bindReferences,
  to: 'impact',
  scope: 'namespace',
  rights: [[createsBinding('rolebindings', 'target'), rewritesBinding('rolebindings', 'target', 'target')]],
  targets: (world, namespace) =>
    harmByName(
      world,
      'impact:persistence',
      { verbs: ['update', 'patch'], group: rbac, resources: ['rolebindings'] },
      name => world.get(`rolebindings.${rbac}`, namespace, name) !== undefined,
    ),
};
