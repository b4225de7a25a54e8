import type { RightsEdge, Target } from '../edge.ts';
import { noLegacyToken, legacyTokens } from '../mitigations/legacy-token.ts';
import { unnoticed } from '../policy-looks.ts';
import { because, blocked, seen } from '../reached.ts';
import { serviceAccountId, type World } from '../world.ts';
import { boundAccountsIn } from './account-targets.ts';
import { readsSecret, secretReadDetect, secretReadReferences } from './secret-rights.ts';

function* targets(world: World, namespace: string): Iterable<Target> {
  const held = new Set<string>();
  for (const { secret, account } of legacyTokens(world, namespace)) {
    held.add(account);
    const what = `Secret ${secret.metadata.name} holds a token of ${account} that does not expire.`;
    yield {
      id: serviceAccountId(namespace, account),
      name: secret.metadata.name,
      ...because(seen(world, secret, '/metadata/annotations/kubernetes.io~1service-account.name', what)),
    };
  }
  // Where Secrets were not read, none can be said to be missing; accounts without rights are no loss.
  if (world.missing('secrets', namespace).length > 0) return;
  for (const account of unnoticed(world, () => boundAccountsIn(world, namespace))) {
    if (held.has(account) || world.get('serviceaccounts', namespace, account) === undefined) continue;
    yield { id: serviceAccountId(namespace, account), name: '', ...blocked(noLegacyToken(namespace, account)) };
  }
}

export const tokenSecretRead: RightsEdge = {
  kind: 'rights',
  id: 'TOKEN_SECRET_READ',
  row: 'R11',
  title: 'Reads the token Secret of a service account',
  severity: 'high',
  cost: 1,
  gives: 'All rights of the service account, with a token that does not expire.',
  abuse:
    'A Secret of type kubernetes.io/service-account-token holds a token of the account that it is annotated with. Reading, listing or watching it shows the token.',
  detect: secretReadDetect,
  remove: 'Delete the token Secret and use tokens that expire; take get, list and watch on secrets out of the role.',
  mitigations: ['Since Kubernetes 1.24 no such Secret is made unasked.'],
  references: [...secretReadReferences, 'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets'],
  to: 'service-account',
  scope: 'namespace',
  reads: ['secrets', 'serviceaccounts'],
  rights: [[readsSecret('target')]],
  targets,
};
