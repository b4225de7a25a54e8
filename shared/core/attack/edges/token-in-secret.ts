import type { FoundEdge } from '../edge.ts';
import { legacyTokens } from '../mitigations/legacy-token.ts';
import { because, seen } from '../reached.ts';
import { secretId, serviceAccountId } from '../world.ts';
import { secretReadDetect, secretReadReferences } from './secret-rights.ts';

export const tokenInSecret: FoundEdge = {
  kind: 'found',
  id: 'TOKEN_IN_SECRET',
  row: 'R11',
  title: 'The Secret holds a token',
  severity: 'high',
  cost: 0,
  gives: 'All rights of the service account, with a token that does not expire.',
  abuse: 'Whoever has the Secret, by a mount or on a node as well as from the API, has the token that it holds.',
  detect: secretReadDetect,
  remove: 'Delete the token Secret and use tokens that expire.',
  mitigations: ['Since Kubernetes 1.24 no such Secret is made unasked.'],
  references: [...secretReadReferences, 'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets'],
  reads: ['secrets', 'serviceaccounts'],
  from: 'secret',
  to: 'service-account',
  *find(world) {
    for (const namespace of world.namespaces)
      for (const { secret, account } of legacyTokens(world, namespace)) {
        const what = `Secret ${secret.metadata.name} holds a token of ${account} that does not expire.`;
        yield {
          from: secretId(namespace, secret.metadata.name),
          to: serviceAccountId(namespace, account),
          ...because(seen(world, secret, '/metadata/annotations/kubernetes.io~1service-account.name', what)),
        };
      }
  },
};
