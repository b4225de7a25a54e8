import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

const resource = 'validatingwebhookconfigurations';
const group = 'admissionregistration.k8s.io';

/** Without its own server, a writer can still take away what others rely on. */
export const webhookRemoval: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'WEBHOOK_REMOVAL',
  row: 'R28',
  title: 'Turns a policy engine off',
  severity: 'medium',
  cost: 1,
  gives: 'Objects that the webhook would have refused.',
  abuse: 'Deleting the configuration, or narrowing its rules and selectors, lets requests past the policy engine behind it.',
  detect: 'Audit events of delete, update and patch on validatingwebhookconfigurations.',
  remove: 'Take these verbs away; operators may have them by resourceNames.',
  mitigations: ['Most policy engines restore their configuration as long as they run.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
    'https://attack.mitre.org/techniques/T1562/001/',
  ],
  reads: [`${resource}.${group}`],
  rights: [[{ verbs: ['delete', 'update', 'patch'], group, resources: [resource], where: 'cluster', name: 'target' }]],
  *targets(world) {
    for (const configuration of world.list(`${resource}.${group}`)) {
      const { name } = configuration.metadata;
      yield {
        id: impactId('guardrails-off'),
        name,
        ...because(seen(world, configuration, '', `${name} judges what is written.`)),
      };
    }
  },
};
