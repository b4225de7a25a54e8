import type { Blocked } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';
import type { World } from '../world.ts';

const type = 'kubernetes.io/service-account-token';

export interface LegacyToken {
  readonly secret: KubeObject;
  readonly account: string;
}

/** Secrets of a namespace that hold a token which does not expire, of accounts that exist (others' tokens are refused). */
export const legacyTokens = (world: World, namespace: string): readonly LegacyToken[] =>
  world.list('secrets', namespace).flatMap(secret => {
    if (textAt(secret, 'type') !== type) return [];
    const account = textAt(secret, 'metadata', 'annotations', 'kubernetes.io/service-account.name');
    if (account === undefined || account === '') return [];
    const exists = world.get('serviceaccounts', namespace, account) !== undefined;
    return exists || world.missing('serviceaccounts', namespace).length > 0 ? [{ secret, account }] : [];
  });

export const noLegacyToken = (namespace: string, account: string): Blocked => ({
  mitigation: 'no-legacy-token',
  what: `No Secret of ${namespace} holds a token of ${account}: since Kubernetes 1.24 none is made unasked.`,
  object: null,
});
