import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { textAt } from '#kube/json-fields';

const group = 'admissionregistration.k8s.io';
const resource = 'validatingadmissionpolicybindings';

export const vapBindingTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'VAP_BINDING_TAMPER',
  row: 'R30',
  title: 'Takes an admission policy off its objects',
  severity: 'medium',
  cost: 1,
  since: 28,
  gives: 'Objects that the policy would have refused.',
  abuse: 'Without its binding a policy does nothing; a binding that only warns refuses nothing.',
  detect: 'Audit events of update, patch and delete on validatingadmissionpolicybindings.',
  remove: 'Take these verbs away, or limit them by resourceNames.',
  mitigations: [],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
    'https://attack.mitre.org/techniques/T1562/001/',
  ],
  reads: [`${resource}.${group}`],
  rights: [[{ verbs: ['update', 'patch', 'delete'], group, resources: [resource], where: 'cluster', name: 'target' }]],
  *targets(world) {
    for (const binding of world.list(`${resource}.${group}`)) {
      const { name } = binding.metadata;
      const what = `Binding ${name} puts policy ${textAt(binding, 'spec', 'policyName') ?? ''} into effect.`;
      yield { id: impactId('guardrails-off'), name, ...because(seen(world, binding, '/spec/policyName', what)) };
    }
  },
};
