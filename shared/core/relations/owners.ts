import { isJsonObject } from '#contract/json';
import { type KubeObject, resourceName, type ResourceName } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import { listAt, textAt } from '#kube/json-fields';
import { groupOf, named, present } from './related.ts';
import type { RelationReader, Scope } from './relation-reader.ts';

interface OwnerRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}

const ownerRefs = (object: KubeObject): readonly OwnerRef[] =>
  listAt(object, 'metadata', 'ownerReferences').flatMap(reference => {
    const [apiVersion, kind, name] = ['apiVersion', 'kind', 'name'].map(field => textAt(reference, field));
    if (apiVersion === undefined || kind === undefined || name === undefined) return [];
    const controller = isJsonObject(reference) && reference['controller'] === true;
    return [{ apiVersion, kind, name, uid: textAt(reference, 'uid') ?? '', controller }];
  });

/** The controller; without one the first owner, which decides over the object's life all the same. */
const ownerOf = (object: KubeObject): OwnerRef | undefined => {
  const references = ownerRefs(object);
  return references.find(({ controller }) => controller) ?? references[0];
};

const isSame = (owner: KubeObject, { uid }: OwnerRef): boolean =>
  uid === '' || owner.metadata.uid === undefined || owner.metadata.uid === uid;

const longestChain = 20;

/** From the root down to the object's own owner. Ends above with what is gone or was not read. */
export const ownersOf = (object: KubeObject, reader: RelationReader): readonly Related[] => {
  const chain: Related[] = [];
  const seen = new Set([reader.keyOf(object)]);
  for (let current = object; chain.length < longestChain;) {
    const reference = ownerOf(current);
    if (reference === undefined) break;
    const type = reader.typeOf(reference.apiVersion, reference.kind);
    const step = { type, namespace: object.metadata.namespace, name: reference.name };
    const owner = reader.get(
      resourceName(type.group, type.resource),
      type.namespaced ? object.metadata.namespace : undefined,
      reference.name,
    );
    if (owner === undefined) {
      chain.unshift(named(reader, step));
      break;
    }
    if (!isSame(owner, reference)) {
      chain.unshift({ ...named(reader, step), key: null, state: 'absent', how: 'another object has its name now' });
      break;
    }
    const key = reader.keyOf(owner);
    if (seen.has(key)) break;
    seen.add(key);
    chain.unshift(present(reader, owner));
    current = owner;
  }
  return chain;
};

/** What the controllers of Kubernetes make, by the kind that they make it for. */
const made: Readonly<Record<ResourceName, readonly ResourceName[]>> = {
  'deployments.apps': ['replicasets.apps'],
  'replicasets.apps': ['pods'],
  replicationcontrollers: ['pods'],
  'statefulsets.apps': ['pods', 'controllerrevisions.apps'],
  'daemonsets.apps': ['pods', 'controllerrevisions.apps'],
  'jobs.batch': ['pods'],
  'cronjobs.batch': ['jobs.batch'],
  services: ['endpointslices.discovery.k8s.io'],
};

/** What operators make for a resource of theirs. */
const madeByOperators: readonly ResourceName[] = [
  'configmaps',
  'cronjobs.batch',
  'daemonsets.apps',
  'deployments.apps',
  'horizontalpodautoscalers.autoscaling',
  'ingresses.networking.k8s.io',
  'jobs.batch',
  'networkpolicies.networking.k8s.io',
  'persistentvolumeclaims',
  'poddisruptionbudgets.policy',
  'pods',
  'replicasets.apps',
  'rolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'secrets',
  'serviceaccounts',
  'services',
  'statefulsets.apps',
];

const ownableBy = (resource: ResourceName, namespace: string | undefined, reader: RelationReader): readonly Scope[] => {
  const known = made[resource];
  if (known !== undefined) return known.map(name => ({ resource: name, namespace }));
  const custom = reader
    .customResources()
    .filter(type => namespace === undefined || type.namespaced)
    .map(type => resourceName(type.group, type.resource));
  return [...madeByOperators, ...custom].map(name => ({ resource: name, namespace }));
};

/** Objects that name this one among their owners. Without a UID (files) none can be told. */
export const ownedBy = (object: KubeObject, resource: ResourceName, reader: RelationReader): RelationGroup => {
  const { uid, namespace } = object.metadata;
  const scopes = ownableBy(resource, namespace, reader);
  const items =
    uid === undefined
      ? []
      : scopes
          .flatMap(scope => reader.list(scope.resource, scope.namespace))
          .filter(child => ownerRefs(child).some(reference => reference.uid === uid))
          .map(child => present(reader, child));
  return groupOf(reader, 'owns', items, scopes);
};
