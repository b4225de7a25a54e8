import type { Blocked } from '#contract/attack';
import type { Reached } from '../edge.ts';
import { because, blocked, open, seen } from '../reached.ts';
import type { World } from '../world.ts';
import { apiServers, nodeAuthorizer, nodeRestriction } from './api-server-flags.ts';

const blockedHere = (world: World, mitigation: string, what: string): Blocked => {
  const pod = apiServers(world)[0]?.pod;
  return { mitigation, what, object: pod === undefined ? null : world.keyOf(pod) };
};

/** A kubelet's identity beyond its own node: stopped by the Node authorizer; told where no flag is visible. */
export const beyondOwnNode = (world: World): Reached => {
  const state = nodeAuthorizer(world);
  if (state === 'on')
    return blocked(
      blockedHere(world, 'node-authorizer', 'The Node authorizer holds a kubelet to what pods on its own node need.'),
    );
  return state === 'off' ? offBy(world, 'The API server runs without the Node authorizer.') : open;
};

/** A kubelet's identity changing other nodes, or labels that are kept for administrators: stopped by NodeRestriction. */
export const changingOtherNodes = (world: World): Reached => {
  const state = nodeRestriction(world);
  if (state === 'on')
    return blocked(
      blockedHere(world, 'node-restriction', 'NodeRestriction lets a kubelet change only its own node and its pods.'),
    );
  return state === 'off' ? offBy(world, 'The API server runs without the admission plugin NodeRestriction.') : open;
};

const offBy = (world: World, what: string): Reached => {
  const server = apiServers(world)[0];
  return server === undefined ? open : because(seen(world, server.pod, '', what));
};
