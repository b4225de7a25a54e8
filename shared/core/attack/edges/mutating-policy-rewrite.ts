import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { adminId } from '../world.ts';
import { textAt } from '#kube/json-fields';

const group = 'admissionregistration.k8s.io';

/** A policy that is bound already takes effect by itself: changing it needs no right to the binding. */
export const mutatingPolicyRewrite: RightsEdge = {
  kind: 'rights',
  to: 'admin',
  scope: 'cluster',
  id: 'MUTATING_POLICY_REWRITE',
  row: 'R29',
  title: 'Rewrites a policy that changes objects',
  severity: 'critical',
  cost: 2,
  since: 34,
  gives: 'Changes to every object that the binding of the policy covers.',
  abuse: 'The expressions of a MutatingAdmissionPolicy that is bound take effect as soon as they are written.',
  detect: 'Audit events of update and patch on mutatingadmissionpolicies.',
  remove: 'Take update and patch on mutatingadmissionpolicies away.',
  mitigations: ['What the binding’s matchResources leaves out is not changed.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/'],
  reads: [`mutatingadmissionpolicies.${group}`, `mutatingadmissionpolicybindings.${group}`],
  rights: [[{ verbs: ['update', 'patch'], group, resources: ['mutatingadmissionpolicies'], where: 'cluster', name: 'target' }]],
  *targets(world) {
    for (const binding of world.list(`mutatingadmissionpolicybindings.${group}`)) {
      const name = textAt(binding, 'spec', 'policyName');
      if (name === undefined || world.get(`mutatingadmissionpolicies.${group}`, undefined, name) === undefined) continue;
      const what = `${binding.metadata.name} binds the policy ${name}.`;
      yield { id: adminId, name, ...because(seen(world, binding, '/spec/policyName', what)) };
    }
  },
};
