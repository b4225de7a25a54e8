import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'admissionregistration.k8s.io';
const resource = 'validatingadmissionpolicies';

export const vapTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'VAP_TAMPER',
  row: 'R30',
  title: 'Turns an admission policy off',
  severity: 'medium',
  cost: 1,
  since: 28,
  gives: 'Objects that the policy would have refused.',
  abuse: 'Deleting a ValidatingAdmissionPolicy, or weakening its expressions, lets requests past it.',
  detect: 'Audit events of update, patch and delete on validatingadmissionpolicies.',
  remove: 'Take these verbs away, or limit them by resourceNames.',
  mitigations: ['A second policy that refuses changes to policies, unless it is written by whoever changes it.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
    'https://attack.mitre.org/techniques/T1562/001/',
  ],
  reads: [`${resource}.${group}`],
  rights: [[{ verbs: ['update', 'patch', 'delete'], group, resources: [resource], where: 'cluster', name: 'target' }]],
  *targets(world) {
    for (const policy of world.list(`${resource}.${group}`)) {
      const { name } = policy.metadata;
      yield {
        id: impactId('guardrails-off'),
        name,
        ...because(seen(world, policy, '/spec', `Policy ${name} judges what is written.`)),
      };
    }
  },
};
