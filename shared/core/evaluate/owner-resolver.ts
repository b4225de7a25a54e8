import type { KubeObject, OwnerReference } from '#contract/kube';
import type { OwnerChain } from '#kube/owners';
import { ownerChain } from '#kube/owners';
import type { Completeness } from './completeness.ts';
import type { SnapshotIndex } from './snapshot-index.ts';

export interface OwnerResolver {
  chainOf(object: KubeObject): OwnerChain;
}

export const createOwnerResolver = (index: SnapshotIndex, completeness: Completeness): OwnerResolver => {
  const known = new WeakMap<KubeObject, OwnerChain>();
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
      const found = known.get(object) ?? ownerChain(object, lookup);
      known.set(object, found);
      return found;
    },
  };
};
