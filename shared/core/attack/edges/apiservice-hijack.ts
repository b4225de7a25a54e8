import { changes, endByName, writes } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'apiregistration.k8s.io';
const resources = ['apiservices'];

export const apiserviceHijack: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'APISERVICE_HIJACK',
  row: 'R31',
  title: 'Answers for a group of the API',
  severity: 'high',
  cost: 3,
  gives: 'All requests to a group of the API with their contents, in the users’ names, and the answers to them.',
  abuse:
    'An APIService names the server that answers for a group and version. The API server passes requests on with the user’s name and groups in headers and trusts what comes back. Groups of the API server itself are restored after a while.',
  detect: 'Audit events of writes to apiservices; APIServices whose Service nobody knows.',
  remove: 'Take create, update and patch on apiservices away; operators may have them by resourceNames.',
  mitigations: ['Tokens of users are not passed on.'],
  references: [
    'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/',
    'https://attack.mitre.org/techniques/T1557/',
  ],
  reads: [`apiservices.${group}`],
  rights: [writes(group, resources, 'cluster')],
  targets: world =>
    endByName(
      world,
      { id: 'impact:api-traffic' },
      { right: changes(group, resources, 'cluster'), list: `apiservices.${group}`, namespace: '' },
    ),
};
