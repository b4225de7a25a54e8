import type { Fact } from '#contract/fact';
import { type KubeObject, nameInKey, objectKey, type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { SnapshotPage, SnapshotSink } from '#core/ports';

/** Objects read again, each once, whichever request brought it. */
export interface FreshObjects extends SnapshotSink {
  readonly has: (resource: ResourceName, namespace: string | undefined, name: string) => boolean;
  readonly of: (resource: ResourceName) => readonly KubeObject[];
  readonly all: () => ReadonlyMap<ResourceName, readonly KubeObject[]>;
  readonly facts: () => readonly Fact[];
  /** Takes out what is not wanted of a resource. */
  readonly keep: (resource: ResourceName, wanted: (object: KubeObject) => boolean) => void;
}

interface Held {
  readonly object: KubeObject;
  /** Namespace of the list that brought it; undefined: it was asked for by name. */
  readonly list: string | null | undefined;
}

const nameKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

export const createFreshObjects = (): FreshObjects => {
  const held = new Map<ResourceName, Map<string, Held>>();
  const facts = new Map<string, readonly Fact[]>();
  const partOf = (resource: ResourceName): Map<string, Held> => {
    const known = held.get(resource) ?? new Map<string, Held>();
    held.set(resource, known);
    return known;
  };
  const keyOf = (type: ResourceType, { metadata }: KubeObject): string =>
    objectKey(type.group, type.resource, metadata.namespace, nameInKey(metadata));
  return {
    page: ({ type, namespace, objects, facts: found }: SnapshotPage) => {
      const part = partOf(resourceName(type.group, type.resource));
      const byObject = Map.groupBy(found, fact => fact.object);
      for (const object of objects) {
        part.set(nameKey(object.metadata.namespace, object.metadata.name), { object, list: namespace });
        const key = keyOf(type, object);
        facts.set(key, byObject.get(key) ?? []);
      }
    },
    restart: (type, namespace) => {
      const part = partOf(resourceName(type.group, type.resource));
      for (const [key, { list }] of part) if (list === namespace) part.delete(key);
    },
    has: (resource, namespace, name) => held.get(resource)?.has(nameKey(namespace, name)) ?? false,
    of: resource => [...(held.get(resource)?.values() ?? [])].map(({ object }) => object),
    all: () => new Map([...held].map(([resource, part]) => [resource, [...part.values()].map(({ object }) => object)] as const)),
    facts: () => [...facts.values()].flat(),
    keep: (resource, wanted) => {
      const part = partOf(resource);
      for (const [key, { object }] of part) if (!wanted(object)) part.delete(key);
    },
  };
};
