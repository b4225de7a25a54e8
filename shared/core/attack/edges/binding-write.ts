import type { RightsEdge } from '../edge.ts';
import { rbac } from './bound-identities.ts';
import { bindReferences, createsBinding, rewritesBinding } from './escalation.ts';
import { harmByName } from './named-targets.ts';

export const bindingWrite: RightsEdge = {
  kind: 'rights',
  id: 'BINDING_WRITE_NO_BIND',
  row: 'R4',
  title: 'Gives rights of its own to others, in the whole cluster',
  severity: 'low',
  cost: 1,
  gives: 'No right that it does not have: it may share what it holds with other identities, and so keep it.',
  abuse:
    'Without the verb bind, the API server accepts only bindings to roles whose rules the writer already holds. An attacker uses that to stay, by another identity, after the first one was taken away.',
  detect: 'Audit events with verb create, update or patch and objectRef.resource clusterrolebindings.',
  remove: 'Remove the verbs create, update and patch on clusterrolebindings.',
  mitigations: ['A ValidatingAdmissionPolicy on clusterrolebindings that allows a list of subjects only.'],
  references: bindReferences,
  to: 'impact',
  scope: 'cluster',
  rights: [[createsBinding('clusterrolebindings', 'cluster'), rewritesBinding('clusterrolebindings', 'cluster', 'target')]],
  targets: world =>
    harmByName(
      world,
      'impact:persistence',
      { verbs: ['update', 'patch'], group: rbac, resources: ['clusterrolebindings'] },
      name => world.get(`clusterrolebindings.${rbac}`, undefined, name) !== undefined,
    ),
};
