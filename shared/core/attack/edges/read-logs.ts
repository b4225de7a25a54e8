import { changes, endByName } from '../cluster/rights.ts';
import { impactId } from '../impact.ts';
import { because } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { loggedCredentials } from './logged-credentials.ts';

const right = changes('', ['pods/log'], 'target', ['get']);

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
  rights: [[right]],
  *targets(world, namespace) {
    const logged = loggedCredentials(world, namespace);
    if (logged.length === 0) return;
    const end = { id: impactId('credentials-in-logs'), ...because(...logged.map(({ evidence }) => evidence)) };
    const suits = (name: string): boolean => logged.some(({ isLogOf }) => isLogOf(world, name));
    yield* endByName(world, end, { right, list: 'pods', namespace, suits });
  },
};
