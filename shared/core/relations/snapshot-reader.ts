import type { Coverage } from '#contract/coverage';
import { type KubeObject, nameInKey, objectKey, type ObjectKey, type ResourceName, type ResourceType } from '#contract/kube';
import { typesByKind } from '#core/objects/keys';
import { createUnreads } from '#core/objects/unread-parts';
import { builtinGroups } from '#kube/builtin-resources';
import type { RelationReader } from './relation-reader.ts';

/** The rows of a stored snapshot that relations need. */
export interface StoredObjects {
  readonly types: readonly ResourceType[];
  readonly coverage: Coverage;
  object(key: ObjectKey): KubeObject | undefined;
  objectsOf(resource: ResourceName, namespace?: string): readonly KubeObject[];
}

const splitName = (resource: ResourceName): readonly [group: string, plural: string] => {
  const dot = resource.indexOf('.');
  return dot < 0 ? ['', resource] : [resource.slice(dot + 1), resource.slice(0, dot)];
};

/** Reads each list and object once. */
export const createRelationReader = (stored: StoredObjects): RelationReader => {
  const unreads = createUnreads(stored.coverage, stored.types);
  const typeOf = typesByKind(stored.types);
  const lists = new Map<string, readonly KubeObject[]>();
  const objects = new Map<ObjectKey, KubeObject | undefined>();
  return {
    typeOf,
    unread: (resource, namespace) => unreads.of(resource, namespace),
    list: (resource, namespace) => {
      const key = `${resource} ${namespace ?? ''}`;
      const known = lists.get(key) ?? stored.objectsOf(resource, namespace);
      lists.set(key, known);
      return known;
    },
    get: (resource, namespace, name) => {
      const [group, plural] = splitName(resource);
      const key = objectKey(group, plural, namespace, name);
      if (objects.has(key)) return objects.get(key);
      const object = stored.object(key);
      objects.set(key, object);
      return object;
    },
    keyOf: object => {
      const type = typeOf(object.apiVersion, object.kind);
      return objectKey(type.group, type.resource, object.metadata.namespace, nameInKey(object.metadata));
    },
    customResources: () => stored.types.filter(type => !builtinGroups.has(type.group) && type.verbs.includes('list')),
  };
};
