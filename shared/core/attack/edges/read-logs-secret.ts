import { changes, endByName } from '../cluster/rights.ts';
import { because } from '../reached.ts';
import { remembered } from '../remembered.ts';
import type { RightsEdge } from '../edge.ts';
import { secretId, type World } from '../world.ts';
import { loggedCredentials } from './logged-credentials.ts';

/** Secrets by the fingerprint of each of their values. */
const secretsByValue: (world: World) => ReadonlyMap<string, string> = remembered(world => {
  const found = new Map<string, string>();
  for (const secret of world.list('secrets'))
    for (const { fingerprint } of world.facts(secret, 'secret-key'))
      if (fingerprint !== null && !found.has(fingerprint))
        found.set(fingerprint, secretId(secret.metadata.namespace ?? '', secret.metadata.name));
  return found;
});

const right = changes('', ['pods/log'], 'target', ['get']);

export const readLogsSecret: RightsEdge = {
  kind: 'rights',
  to: 'secret',
  scope: 'namespace',
  id: 'READ_LOGS_SECRET',
  row: 'X1',
  title: 'Reads a value of a Secret in logs',
  severity: 'high',
  cost: 1,
  gives: 'A value of the Secret, without a right on Secrets.',
  abuse: 'The credential in the log has the same fingerprint as a value of the Secret.',
  detect: 'Audit events of get on pods with subresource log.',
  remove: 'Keep the credential out of the log, and replace it.',
  mitigations: ['Values of Secrets are fingerprinted only where they were read: a capture without them cannot tell.'],
  references: ['https://attack.mitre.org/techniques/T1552/001/'],
  reads: ['pods', 'secrets'],
  rights: [[right]],
  *targets(world, namespace) {
    for (const { fact, evidence, isLogOf } of loggedCredentials(world, namespace)) {
      const id = fact.fingerprint === null ? undefined : secretsByValue(world).get(fact.fingerprint);
      if (id === undefined) continue;
      const suits = (name: string): boolean => isLogOf(world, name);
      yield* endByName(world, { id, ...because(evidence) }, { right, list: 'pods', namespace, suits });
    }
  },
};
