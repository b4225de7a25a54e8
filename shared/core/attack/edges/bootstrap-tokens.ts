import type { Reached } from '../edge.ts';
import { apiServers, bootstrapTokens } from '../mitigations/api-server-flags.ts';
import { blocked, open } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import type { World } from '../world.ts';
import { boundIdentities } from './bound-identities.ts';

/** Groups that a bootstrap token may be in: the common one, and those of that form which a binding names. */
export const bootstrapGroups: (world: Ruled) => readonly string[] = ofPolicy(world => {
  const names = boundIdentities(world).flatMap(id =>
    id.startsWith('group:system:bootstrappers:') ? [id.slice('group:'.length)] : [],
  );
  return ['system:bootstrappers', ...names];
});

/** Blocked where the API server is seen to take no such tokens. */
export const bootstrapAuthenticator = (world: World): Reached => {
  if (bootstrapTokens(world) !== 'off') return open;
  const pod = apiServers(world)[0]?.pod;
  const what = 'The API server takes no bootstrap tokens: it runs without --enable-bootstrap-token-auth.';
  return blocked({ mitigation: 'no-bootstrap-tokens', what, object: pod === undefined ? null : world.keyOf(pod) });
};

export const bootstrapReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/',
  'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/',
];
