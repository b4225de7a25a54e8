import type { RightsEdge } from '../edge.ts';
import { bindReferences, rewritesBinding } from './escalation.ts';
import { rewritableBindings } from './rewritable-bindings.ts';

export const bindingRewriteInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'BINDING_REWRITE_IN_NAMESPACE',
  row: 'R3',
  title: 'Adds itself to a RoleBinding',
  severity: 'high',
  cost: 1,
  gives: 'The rights of the role that the binding refers to, in this namespace.',
  abuse:
    'A change of the subjects of a binding is checked like a new binding; the identity holds the verb bind on the role that this one refers to, and may update or patch it.',
  detect: 'Audit events with verb update or patch and objectRef.resource rolebindings, whose requestObject adds subjects.',
  remove: 'Remove the verb bind, or the verbs update and patch on rolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on rolebindings that allows a list of subjects only.'],
  references: bindReferences,
  to: 'role',
  scope: 'namespace',
  rights: [[rewritesBinding('rolebindings', 'target', 'target')]],
  targets: rewritableBindings,
};
