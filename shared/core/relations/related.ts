import { type KubeObject, objectKey, type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { Related, Relation, RelationGroup } from '#contract/objects';
import { partsOf } from '#core/objects/unread-parts';
import { builtinResource } from '#kube/builtin-resources';
import type { RelationReader, Scope } from './relation-reader.ts';

const mostItems = 200;
const mostUses = 3;
const longest = 253;

const bounded = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

/** An object of the snapshot itself. */
export const present = (reader: RelationReader, object: KubeObject, how = ''): Related => ({
  key: reader.keyOf(object),
  kind: bounded(object.kind),
  namespace: object.metadata.namespace === undefined ? null : bounded(object.metadata.namespace),
  name: bounded(object.metadata.name),
  state: 'present',
  how: bounded(how),
});

export interface Named {
  readonly type: Pick<ResourceType, 'group' | 'resource' | 'kind' | 'namespaced'>;
  /** Of the object that names it; a cluster-scoped type has none. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly how?: string;
}

/** What another object names: it is here, it is not, or nobody can tell. */
export const named = (reader: RelationReader, { type, namespace, name, how = '' }: Named): Related => {
  const resource = resourceName(type.group, type.resource);
  const place = type.namespaced ? namespace : undefined;
  const there = reader.get(resource, place, name) !== undefined;
  return {
    key: objectKey(type.group, type.resource, place, name),
    kind: bounded(type.kind),
    namespace: place === undefined ? null : bounded(place),
    name: bounded(name),
    state: there ? 'present' : reader.unread(resource, place).length > 0 ? 'unread' : 'absent',
    how: bounded(how),
  };
};

export const builtinType = (resource: ResourceName): ResourceType => {
  const type = builtinResource(resource);
  if (type === undefined) throw new Error(`${resource} is no built-in resource.`);
  return type;
};

/** Users and groups are known by name alone. */
export const outside = (kind: string, name: string, how = ''): Related => ({
  key: null,
  kind: bounded(kind),
  namespace: null,
  name: bounded(name),
  state: 'outside',
  how: bounded(how),
});

const usesOf = (uses: readonly string[]): string => {
  const told = [...new Set(uses)].filter(use => use !== '');
  return told.length <= mostUses ? told.join(', ') : `${told.slice(0, mostUses).join(', ')} and ${told.length - mostUses} more`;
};

const identity = ({ key, kind, namespace, name }: Related): string => key ?? `${kind} ${namespace ?? ''}/${name}`;

const byName = (a: Related, b: Related): number => {
  const [left, right] = [a, b].map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''}/${name}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** One item an object, however often it is named, and what was not read of the lists that were looked through. */
export const groupOf = (
  reader: RelationReader,
  relation: Relation,
  items: readonly Related[],
  scopes: readonly Scope[] = [],
): RelationGroup => {
  const distinct = [...Map.groupBy(items, identity).values()].flatMap(same => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, how: usesOf(same.map(({ how }) => how)) }];
  });
  return {
    relation,
    items: distinct.toSorted(byName).slice(0, mostItems),
    total: distinct.length,
    unread: partsOf(scopes.flatMap(({ resource, namespace }) => reader.unread(resource, namespace))),
  };
};
