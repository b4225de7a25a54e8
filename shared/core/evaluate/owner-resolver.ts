import type { KubeObject, OwnerReference } from '#contract/kube';
import type { OwnerChain } from '#kube/owners';
import { ownerChain } from '#kube/owners';
import type { Completeness } from './completeness.ts';
import type { SnapshotIndex } from './snapshot-index.ts';

export interface OwnerResolver {
  chainOf(object: KubeObject): OwnerChain;
}

export type KnownChains = WeakMap<KubeObject, OwnerChain>;

/** `known`: chains of objects whose owners were all read before, so that nothing that is read later can change them. */
export const createOwnerResolver = (
  index: SnapshotIndex,
  completeness: Completeness,
  known: KnownChains = new WeakMap(),
): OwnerResolver => {
  const lookup = (reference: OwnerReference, of: KubeObject): KubeObject | 'unread' | 'absent' => {
    const resource = index.resourceOf(reference.apiVersion, reference.kind);
    if (resource === undefined) return 'unread';
    const namespace = of.metadata.namespace;
    const owner =
      (namespace === undefined ? undefined : index.get(resource, namespace, reference.name)) ??
      index.get(resource, undefined, reference.name);
    // Another UID under the same name is another object: the owner is gone.
    if (owner !== undefined && (owner.metadata.uid === undefined || reference.uid === '' || owner.metadata.uid === reference.uid))
      return owner;
    return completeness.unread(resource, index.isNamespaced(resource) ? namespace : undefined).length > 0 ? 'unread' : 'absent';
  };
  return {
    chainOf: object => {
      const found = known.get(object);
      if (found !== undefined) return found;
      const chain = ownerChain(object, lookup);
      known.set(object, chain);
      return chain;
    },
  };
};
