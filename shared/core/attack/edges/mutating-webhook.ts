import { changes, endByName, writes } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'admissionregistration.k8s.io';
const resources = ['mutatingwebhookconfigurations'];

export const mutatingWebhook: RightsEdge = {
  kind: 'rights',
  to: 'admin',
  scope: 'cluster',
  id: 'MUTATING_WEBHOOK',
  row: 'R28',
  title: 'Changes every object on its way into the cluster',
  severity: 'critical',
  cost: 3,
  gives:
    'Pods of any namespace with containers of one’s own, those of the strongest accounts among them, and sight of every object that is written.',
  abuse:
    'A MutatingWebhookConfiguration sends the objects of others’ requests to a server of the writer’s choice and takes its changes. The server needs only an address that the API server reaches.',
  detect:
    'Audit events of writes to mutatingwebhookconfigurations by anybody but operators; clientConfig.url that leads out of the cluster.',
  remove: 'Take create, update and patch on mutatingwebhookconfigurations away; operators may have them by resourceNames.',
  mitigations: [
    'Egress rules of the control plane that let the API server call only known addresses; a snapshot does not show them.',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
    'https://attack.mitre.org/techniques/T1546/',
  ],
  reads: [`mutatingwebhookconfigurations.${group}`],
  rights: [writes(group, resources, 'cluster')],
  targets: world =>
    endByName(
      world,
      { id: 'admin' },
      { right: changes(group, resources, 'cluster'), list: `mutatingwebhookconfigurations.${group}`, namespace: '' },
    ),
};
