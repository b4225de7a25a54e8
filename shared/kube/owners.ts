import type { KubeObject, OwnerReference } from '#contract/kube';
import { isJsonObject } from '#contract/json';
import { listAt, numberAt, textAt } from './json-fields.ts';

export const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** A static pod as the API server mirrors it: its file on the node is the source, whatever its owner says. */
export const isMirrorPod = (object: KubeObject): boolean =>
  object.kind === 'Pod' && textAt(object, 'metadata', 'annotations', mirrorAnnotation) !== undefined;

/** The one owner with `controller: true`; undefined where there is none or it is malformed. */
export const controllerOf = (object: KubeObject): OwnerReference | undefined => {
  const known = controllers.get(object);
  if (known !== undefined) return known;
  const references = referencesOf(object);
  // Most objects have none, and then there is nothing to remember.
  const found = references.length === 0 ? undefined : firstController(references);
  if (found !== undefined) controllers.set(object, found);
  return found;
};

const referencesOf = (object: KubeObject): readonly unknown[] => listAt(object, 'metadata', 'ownerReferences');

// Asked again and again: of the way up to the root, of retired revisions, of what an object owns.
const controllers = new WeakMap<KubeObject, OwnerReference>();

const firstController = (references: readonly unknown[]): OwnerReference | undefined => {
  for (const reference of references) {
    if (!isJsonObject(reference) || reference['controller'] !== true) continue;
    const { apiVersion, kind, name, uid } = reference;
    if (typeof apiVersion === 'string' && typeof kind === 'string' && typeof name === 'string') {
      return { apiVersion, kind, name, uid: typeof uid === 'string' ? uid : '', controller: true };
    }
  }
  return undefined;
};

/**
 * An old revision (a ReplicaSet) that its owner keeps for a rollback: it runs nothing. Remembers nothing: it is asked of objects
 * before they are redacted in place, too.
 */
export const isRetired = (replicaSet: KubeObject): boolean =>
  numberAt(replicaSet, 'spec', 'replicas') === 0 && firstController(referencesOf(replicaSet)) !== undefined;

/** `unread`: the owner may exist, but what was read cannot say; `absent`: all was read, and it is not there. */
export type OwnerLookup = (reference: OwnerReference, of: KubeObject) => KubeObject | 'unread' | 'absent';

export interface OwnerChain {
  /** The object itself first, the root owner last. */
  readonly chain: readonly KubeObject[];
  readonly incomplete: boolean;
}

/** Climbs by `controller: true` up to the root; stops at mirror pods, Nodes, what may not be read, and at a cycle. */
export const ownerChain = (object: KubeObject, lookup: OwnerLookup): OwnerChain => {
  const chain = [object];
  for (let current = object; !isMirrorPod(current);) {
    const reference = controllerOf(current);
    if (reference === undefined || reference.kind === 'Node') break;
    const owner = lookup(reference, current);
    if (owner === 'unread') return { chain, incomplete: true };
    if (owner === 'absent') break;
    // Objects that own each other have no root: each stands for itself.
    if (chain.includes(owner)) return { chain: [object], incomplete: false };
    chain.push(owner);
    current = owner;
  }
  return { chain, incomplete: false };
};
