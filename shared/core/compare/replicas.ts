import type { LeftOut } from '#contract/compare';
import { isJsonObject } from '#contract/json';
import { type KubeObject, nameInKey, objectKey, type ObjectKey, type ResourceName } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { splitResourceName } from '#core/evidence/member-path';
import { typeOfKind } from '#kube/builtin-resources';
import { textAt } from '#kube/json-fields';
import { controllerOf, isMirrorPod } from '#kube/owners';

export const keyOfObject = (resource: ResourceName, { metadata }: KubeObject): ObjectKey => {
  const { resource: plural, group } = splitResourceName(resource);
  return objectKey(group, plural, metadata.namespace, nameInKey(metadata));
};

/** Kinds that a controller makes, replaces and clears away as it needs them. */
const replicaKinds = new Set(['Pod', 'ReplicaSet', 'Job', 'ControllerRevision']);

/** Comes and goes under its controller: shown once, there. */
export const isReplica = (object: KubeObject): boolean => {
  const controller = controllerOf(object);
  if (controller === undefined || controller.kind === 'Node' || isMirrorPod(object)) return false;
  return replicaKinds.has(object.kind) || typeof object.metadata['generateName'] === 'string';
};

export interface Root {
  readonly key: ObjectKey;
  readonly resource: ResourceName;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** The owner as it was read; undefined where it is only named. */
  readonly object: KubeObject | undefined;
}

const mostSteps = 8;

/** The first owner that is no replica itself, whether it could be read or is only named. */
export const rootOf = (index: SnapshotIndex, object: KubeObject): Root | undefined => {
  let current = object;
  for (let step = 0; step < mostSteps; step++) {
    const reference = controllerOf(current);
    if (reference === undefined) return undefined;
    const guess = typeOfKind(reference.apiVersion, reference.kind);
    const resource =
      index.resourceOf(reference.apiVersion, reference.kind) ??
      (guess.group === '' ? guess.resource : `${guess.resource}.${guess.group}`);
    const { namespace } = current.metadata;
    const named = index.get(resource, namespace, reference.name) ?? index.get(resource, undefined, reference.name);
    // Another UID under the same name is another object, which owns nothing of this one's.
    const isOther = reference.uid !== '' && named?.metadata.uid !== undefined && named.metadata.uid !== reference.uid;
    const owner = isOther ? undefined : named;
    if (owner !== undefined && isReplica(owner)) {
      current = owner;
      continue;
    }
    const scope = owner === undefined ? namespace : owner.metadata.namespace;
    const { resource: plural, group } = splitResourceName(resource);
    return {
      key: objectKey(group, plural, scope, reference.name),
      resource,
      kind: reference.kind,
      namespace: scope,
      name: reference.name,
      object: owner,
    };
  }
  return undefined;
};

/** What every namespace gets with its birth. */
const bornWithNamespace = new Set([
  'serviceaccounts/default',
  'configmaps/kube-root-ca.crt',
  'configmaps/openshift-service-ca.crt',
  'configmaps/istio-ca-root-cert',
]);

export const isBornWithNamespace = (resource: ResourceName, name: string): boolean =>
  bornWithNamespace.has(`${resource}/${name}`);

/** What a controller makes of another object and keeps in step with it. */
export const derivedFrom = (index: SnapshotIndex, resource: ResourceName, object: KubeObject): LeftOut | undefined => {
  const { namespace, name, labels } = object.metadata;
  if (resource === 'endpointslices.discovery.k8s.io') return controllerOf(object) === undefined ? undefined : 'derived';
  if (resource !== 'endpoints') return undefined;
  const service = index.get('services', namespace, name);
  const selects = isJsonObject(service?.['spec']) && isJsonObject(service['spec']['selector']);
  return selects || labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller' ? 'derived' : undefined;
};

/** Workloads whose number of replicas an autoscaler sets: `Deployment/shop/api`. */
export const autoscaled = (index: SnapshotIndex): ReadonlySet<string> =>
  new Set(
    index.list('horizontalpodautoscalers.autoscaling').map(scaler => {
      const kind = textAt(scaler, 'spec', 'scaleTargetRef', 'kind') ?? '';
      const name = textAt(scaler, 'spec', 'scaleTargetRef', 'name') ?? '';
      return `${kind}/${scaler.metadata.namespace ?? ''}/${name}`;
    }),
  );
