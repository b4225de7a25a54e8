import { writesCluster } from '../cluster/rights.ts';
import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

export const validatingWebhook: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'VALIDATING_WEBHOOK',
  row: 'R28',
  title: 'Sees every object on its way into the cluster',
  severity: 'high',
  cost: 3,
  gives: 'Each Secret at the moment it is written, and a veto over every write.',
  abuse:
    'A ValidatingWebhookConfiguration sends the objects of others’ requests to a server of the writer’s choice. Refusing all of them stops the cluster.',
  detect: 'Audit events of writes to validatingwebhookconfigurations by anybody but operators.',
  remove: 'Take create, update and patch on validatingwebhookconfigurations away; operators may have them by resourceNames.',
  mitigations: [
    'Egress rules of the control plane that let the API server call only known addresses; a snapshot does not show them.',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
    'https://attack.mitre.org/techniques/T1557/',
  ],
  rights: [[writesCluster('admissionregistration.k8s.io', ['validatingwebhookconfigurations'])]],
  targets: only('impact:objects-in-flight'),
};
