import { textAt } from '#kube/json-fields';
import type { FoundEdge } from '../edge.ts';
import { because, seen, together } from '../reached.ts';
import { secretId } from '../world.ts';
import { bootstrapAuthenticator, bootstrapGroups, bootstrapReferences } from './bootstrap-tokens.ts';
import { secretReadDetect } from './secret-rights.ts';

export const bootstrapTokenInSecret: FoundEdge = {
  kind: 'found',
  id: 'BOOTSTRAP_TOKEN_IN_SECRET',
  row: 'R13',
  title: 'The Secret holds a bootstrap token',
  severity: 'high',
  cost: 0,
  gives: 'Membership in system:bootstrappers: what is needed to join the cluster as a node.',
  abuse: 'A Secret of type bootstrap.kubernetes.io/token in kube-system holds a token that authenticates nodes which join.',
  detect: `${secretReadDetect} Requests with the token itself have a user.username that begins with system:bootstrap:.`,
  remove: 'Delete the Secret, and make a token with a short life when a node is to join.',
  mitigations: ['The flag --enable-bootstrap-token-auth of the API server may be off.'],
  references: bootstrapReferences,
  reads: ['secrets'],
  from: 'secret',
  to: 'group',
  *find(world) {
    for (const secret of world.list('secrets', 'kube-system')) {
      if (textAt(secret, 'type') !== 'bootstrap.kubernetes.io/token') continue;
      const extra = world.facts(secret, 'secret-key').some(fact => fact.class === 'auth-extra-groups');
      const what = extra
        ? 'It holds a bootstrap token, and names further groups that are not kept in this capture.'
        : 'It holds a bootstrap token.';
      const reached = together(because(seen(world, secret, '/type', what)), bootstrapAuthenticator(world));
      for (const group of bootstrapGroups(world))
        if (extra || group === 'system:bootstrappers')
          yield { from: secretId('kube-system', secret.metadata.name), to: `group:${group}`, ...reached };
    }
  },
};
