import type { RightsEdge } from '../edge.ts';
import { bindReferences, rewritesBinding } from './escalation.ts';
import { rewritableBindings } from './rewritable-bindings.ts';

export const bindingRewrite: RightsEdge = {
  kind: 'rights',
  id: 'BINDING_REWRITE',
  row: 'R3',
  title: 'Adds itself to a ClusterRoleBinding',
  severity: 'critical',
  cost: 1,
  gives: 'All rights of the role that the binding refers to, in the whole cluster.',
  abuse:
    'A change of the subjects of a binding is checked like a new binding; the identity holds the verb bind on the role that this one refers to, and may update or patch it.',
  detect: 'Audit events with verb update or patch and objectRef.resource clusterrolebindings, whose requestObject adds subjects.',
  remove: 'Remove the verb bind, or the verbs update and patch on clusterrolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterrolebindings that allows a list of subjects only.'],
  references: bindReferences,
  to: 'role',
  scope: 'cluster',
  rights: [[rewritesBinding('clusterrolebindings', 'cluster', 'target')]],
  targets: world => rewritableBindings(world, ''),
};
