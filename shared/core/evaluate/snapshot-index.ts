import type { Fact, FactKind } from '#contract/fact';
import type { KubeObject, ObjectKey, ObjectRef, ResourceName, ResourceType } from '#contract/kube';
import { groupOf, nameInKey, objectKey, resourceName } from '#contract/kube';
import type { PodTemplate } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { builtinResource, typeOfKind } from '#kube/builtin-resources';
import type { Labels } from '#kube/label-selector';
import { labelsOf, selects } from '#kube/label-selector';
import { controllerOf } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import { textAt } from '#kube/json-fields';

/**
 * The one index over a snapshot (invariant 13). Each part is made when it is first asked for and then kept, resource by
 * resource; facts may still be appended (never taken away) while other resources arrive.
 */
export interface SnapshotIndex {
  readonly snapshot: Snapshot;
  resources(): readonly ResourceName[];
  list(resource: ResourceName, namespace?: string): readonly KubeObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  byKey(key: ObjectKey): KubeObject | undefined;
  byUid(uid: string): KubeObject | undefined;
  find(ref: ObjectRef): KubeObject | undefined;
  /** Objects of a resource whose controlling owner has this UID. */
  ownedBy(resource: ResourceName, uid: string): readonly KubeObject[];
  selected(resource: ResourceName, namespace: string, selector: unknown): readonly KubeObject[];
  podsOfServiceAccount(namespace: string, name: string): readonly KubeObject[];
  templates(resource: ResourceName, namespace?: string): readonly PodTemplate[];
  facts(object: KubeObject, kind: FactKind): readonly Fact[];
  typeOf(resource: ResourceName): ResourceType | undefined;
  isNamespaced(resource: ResourceName): boolean;
  /** The resource of a kind; undefined where neither discovery nor the built-in table knows it. */
  resourceOf(apiVersion: string, kind: string): ResourceName | undefined;
  keyOf(object: KubeObject): ObjectKey;
}

const nothing: readonly never[] = [];

const nameKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

/**
 * What is made of a list alone is kept with it: a snapshot with a patch made shares most lists with the one that it comes
 * from. A list that grew since is another.
 */
const keptWithList = <V>(make: (all: readonly KubeObject[]) => V): ((all: readonly KubeObject[]) => V) => {
  const values = new WeakMap<readonly KubeObject[], { readonly length: number; readonly value: V }>();
  return all => {
    const known = values.get(all);
    if (known?.length === all.length) return known.value;
    const value = make(all);
    values.set(all, { length: all.length, value });
    return value;
  };
};

const namespacesIn = keptWithList(all => new Set(all.flatMap(({ metadata }) => metadata.namespace ?? [])));

/** Every namespace that some object says it stands in. */
export const usedNamespaces = ({ objects }: Snapshot): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const all of objects.values()) for (const name of namespacesIn(all)) names.add(name);
  return names;
};

const byNameIn = keptWithList((all): ReadonlyMap<string, KubeObject> => {
  const byName = new Map<string, KubeObject>();
  for (const object of all) byName.set(nameKey(object.metadata.namespace, nameInKey(object.metadata)), object);
  return byName;
});
const byNamespaceIn = keptWithList(all => groupBy(all, object => object.metadata.namespace ?? ''));

const templatesIn = keptWithList((all): readonly PodTemplate[] => all.flatMap(object => podTemplateOf(object) ?? []));
const ownedIn = keptWithList(all => groupBy(all, object => controllerOf(object)?.uid));

/** Keeps what `make` gave for each key. */
const kept = <V>(make: (key: string) => V): ((key: string) => V) => {
  const values = new Map<string, V>();
  return key => {
    const found = values.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    values.set(key, made);
    return made;
  };
};

type FactIndex = (key: ObjectKey, kind: FactKind) => readonly Fact[];

// Snapshots with a patch made share the facts of the one that they come from.
const knownFacts = new WeakMap<readonly Fact[], FactIndex>();

const factIndex = (facts: readonly Fact[]): FactIndex => {
  const found = knownFacts.get(facts) ?? createFactIndex(facts);
  knownFacts.set(facts, found);
  return found;
};

const createFactIndex = (facts: readonly Fact[]): FactIndex => {
  const byObject = new Map<string, Fact[]>();
  let taken = 0;
  const takeNew = (): void => {
    for (; taken < facts.length; taken++) {
      const fact = facts[taken];
      if (fact === undefined) continue;
      const key = `${fact.kind} ${fact.object}`;
      const known = byObject.get(key);
      if (known === undefined) byObject.set(key, [fact]);
      else known.push(fact);
    }
  };
  return (key, kind) => {
    takeNew();
    return byObject.get(`${kind} ${key}`) ?? nothing;
  };
};

const createKinds = (snapshot: Snapshot): Pick<SnapshotIndex, 'typeOf' | 'resourceOf' | 'isNamespaced'> => {
  const byName = new Map(snapshot.types.map(type => [resourceName(type.group, type.resource), type]));
  const byKind = new Map(snapshot.types.map(type => [`${type.group}/${type.kind}`, resourceName(type.group, type.resource)]));
  const guess = kept((kind: string): { readonly resource: ResourceName | undefined } => {
    const slash = kind.lastIndexOf('/');
    const group = kind.slice(0, slash);
    const type = typeOfKind(group === '' ? 'v1' : `${group}/v1`, kind.slice(slash + 1));
    const resource = resourceName(type.group, type.resource);
    return { resource: snapshot.objects.has(resource) || builtinResource(resource) !== undefined ? resource : undefined };
  });
  const typeOf = (resource: ResourceName): ResourceType | undefined => byName.get(resource) ?? builtinResource(resource);
  return {
    typeOf,
    resourceOf: (apiVersion, kind) => {
      const key = `${groupOf(apiVersion)}/${kind}`;
      return byKind.get(key) ?? guess(key).resource;
    },
    isNamespaced: resource =>
      typeOf(resource)?.namespaced ??
      (snapshot.objects.get(resource) ?? []).some(object => object.metadata.namespace !== undefined),
  };
};

export const createSnapshotIndex = (snapshot: Snapshot): SnapshotIndex => {
  const all = kept((resource: string): readonly KubeObject[] => snapshot.objects.get(resource) ?? nothing);
  const byName = kept((resource: string) => byNameIn(all(resource)));
  const byNamespace = kept((resource: string) => byNamespaceIn(all(resource)));
  const owned = kept((resource: string) => ownedIn(all(resource)));
  const templates = kept((resource: string) => templatesIn(all(resource)));
  const templatesByNamespace = kept((resource: string) =>
    groupBy(templates(resource), template => template.object.metadata.namespace ?? ''),
  );
  const byAccount = kept(() =>
    groupBy(all('pods'), pod => nameKey(pod.metadata.namespace, textAt(pod, 'spec', 'serviceAccountName') ?? 'default')),
  );
  const uids = kept(
    () =>
      new Map(
        [...snapshot.objects.values()].flatMap(list =>
          list.flatMap(object => (object.metadata.uid === undefined ? [] : [[object.metadata.uid, object] as const])),
        ),
      ),
  );
  const factsOf = factIndex(snapshot.facts);
  const kinds = createKinds(snapshot);
  const keys = new WeakMap<KubeObject, ObjectKey>();

  const get = (resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined =>
    byName(resource).get(nameKey(namespace, name));
  const list = (resource: ResourceName, namespace?: string): readonly KubeObject[] =>
    namespace === undefined ? all(resource) : (byNamespace(resource).get(namespace) ?? nothing);
  const keyOf = (object: KubeObject): ObjectKey => {
    const known = keys.get(object);
    if (known !== undefined) return known;
    const resource = kinds.resourceOf(object.apiVersion, object.kind);
    const group = groupOf(object.apiVersion);
    const { namespace } = object.metadata;
    const name = nameInKey(object.metadata);
    // A kind of a former group stands under the resource that it is today: the type says which group that is.
    const type = resource === undefined ? undefined : kinds.typeOf(resource);
    const plural =
      resource === undefined ? object.kind.toLowerCase() : group === '' ? resource : resource.slice(0, -group.length - 1);
    const key =
      type === undefined ? objectKey(group, plural, namespace, name) : objectKey(type.group, type.resource, namespace, name);
    keys.set(object, key);
    return key;
  };
  return {
    ...kinds,
    snapshot,
    resources: () => [...snapshot.objects.keys()],
    list,
    get,
    byKey: key => {
      const [group = '', resource = '', namespace, ...name] = key.split('/');
      return get(resourceName(group, resource), namespace === '_cluster' ? undefined : namespace, name.join('/'));
    },
    byUid: uid => uids('').get(uid),
    find: ref => {
      const resource = kinds.resourceOf(ref.apiVersion, ref.kind);
      return resource === undefined ? undefined : get(resource, ref.namespace, nameInKey(ref));
    },
    ownedBy: (resource, uid) => owned(resource).get(uid) ?? nothing,
    selected: (resource, namespace, selector) => {
      const matches = (labels: Labels): boolean => selects(selector, labels);
      return list(resource, namespace).filter(object => matches(labelsOf(object.metadata)));
    },
    podsOfServiceAccount: (namespace, name) => byAccount('').get(nameKey(namespace, name)) ?? nothing,
    templates: (resource, namespace) =>
      namespace === undefined ? templates(resource) : (templatesByNamespace(resource).get(namespace) ?? nothing),
    facts: (object, kind) => factsOf(keyOf(object), kind),
    keyOf,
  };
};
