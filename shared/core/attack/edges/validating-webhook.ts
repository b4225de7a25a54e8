import { changes, endByName, writes } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'admissionregistration.k8s.io';
const resources = ['validatingwebhookconfigurations'];

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
  reads: [`validatingwebhookconfigurations.${group}`],
  rights: [writes(group, resources, 'cluster')],
  targets: world =>
    endByName(
      world,
      { id: 'impact:objects-in-flight' },
      { right: changes(group, resources, 'cluster'), list: `validatingwebhookconfigurations.${group}`, namespace: '' },
    ),
};
