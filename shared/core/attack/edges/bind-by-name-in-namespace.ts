import type { RightsEdge } from '../edge.ts';
import { bindReferences, rewritesBinding } from './escalation.ts';
import { rbac } from './bound-identities.ts';
import { bindingsToMake } from './rewritable-bindings.ts';

export const bindByNameInNamespace: RightsEdge = {
  kind: 'rights',
  id: 'BIND_BY_NAME_IN_NAMESPACE',
  row: 'R3',
  title: 'Makes a RoleBinding of a given name',
  severity: 'high',
  cost: 2,
  gives: 'The rights of the role in this namespace.',
  abuse:
    'A rule with resourceNames allows no POST, which carries no name. Server-side apply and a PUT create what does not exist, and ask for create and for patch or update with the name; with the verb bind on a role, that is a binding to it.',
  detect: 'Audit events with verb patch or update, objectRef.resource rolebindings and responseStatus.code 201.',
  remove: 'Remove the verb bind, or create on rolebindings from the rule.',
  mitigations: ['A ValidatingAdmissionPolicy on rolebindings that allows a list of roles only.'],
  references: [...bindReferences, 'https://kubernetes.io/docs/reference/using-api/server-side-apply/'],
  to: 'role',
  scope: 'namespace',
  rights: [
    [{ verbs: ['create'], group: rbac, resources: ['rolebindings'], where: 'target', name: 'target' }],
    [rewritesBinding('rolebindings', 'target', 'target')],
  ],
  targets: bindingsToMake,
};
