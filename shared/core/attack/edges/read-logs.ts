import { impactId } from '../impact.ts';
import { because } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { loggedCredentials } from './logged-credentials.ts';

export const readLogs: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'READ_LOGS',
  row: 'X1',
  title: 'Reads credentials in logs',
  severity: 'medium',
  cost: 1,
  gives: 'Credentials that a program of the namespace writes to its log.',
  abuse:
    'get on pods/log shows what containers print. A credential in the end of a log that Kubernetes keeps in a status, or a program that prints its environment, tells that there is one.',
  detect: 'Audit events of get on pods with subresource log.',
  remove: 'Keep the credential out of the log; take pods/log away from whoever needs no logs.',
  mitigations: [],
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    'https://attack.mitre.org/techniques/T1552/001/',
  ],
  reads: ['pods'],
  rights: [[{ verbs: ['get'], group: '', resources: ['pods/log'], where: 'target', name: 'some' }]],
  *targets(world, namespace) {
    const evidence = loggedCredentials(world, namespace).map(one => one.evidence);
    if (evidence.length > 0) yield { id: impactId('credentials-in-logs'), name: '', ...because(...evidence) };
  },
};
