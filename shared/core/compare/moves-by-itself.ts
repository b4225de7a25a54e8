import type { LeftOut } from '#contract/compare';
import type { ResourceName } from '#contract/kube';

/** Written by the API server for itself, or following from what else is compared. */
const bookkeeping = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'deletionGracePeriodSeconds',
  'generateName',
  // The key of the object holds it; a manifest may leave it to the command line.
  'namespace',
]);

/** References to another object: its name says which, its UID only which of its lives. */
const references = new Set(['claimRef', 'targetRef', 'involvedObject', 'regarding', 'ownerReferences', 'objectRef', 'volumeRef']);

const controllerAnnotations = new Set([
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.daemonset.template.generation',
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'control-plane.alpha.kubernetes.io/leader',
  'autoscaling.alpha.kubernetes.io/conditions',
  'autoscaling.alpha.kubernetes.io/current-metrics',
  'autoscaling.alpha.kubernetes.io/behavior',
  'cluster-autoscaler.kubernetes.io/last-updated',
  'node.alpha.kubernetes.io/ttl',
  'kubernetes.io/config.seen',
  'batch.kubernetes.io/job-tracking',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/selected-node',
  'reconcile.fluxcd.io/requestedAt',
  'argocd.argoproj.io/refresh',
]);

export const isControllerAnnotation = (key: string): boolean => controllerAnnotations.has(key);

/** Labels and selectors with the UID of the very Job, which the API server puts in. */
const jobLabels = /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/;

/** ConfigMaps in which components report their state. */
const statusConfigMaps = new Set(['kube-system/cluster-autoscaler-status']);

export const isStatusConfigMap = (namespace: string | undefined, name: string): boolean =>
  statusConfigMaps.has(`${namespace ?? ''}/${name}`);

/** Why a field does not count, by the names that lead to it; undefined where it does. */
export const fieldLeftOut = (names: readonly string[]): LeftOut | undefined => {
  const [first, second, third] = names;
  const last = names.at(-1) ?? '';
  if (names.length === 1)
    return last === 'status' ? 'status' : last === 'apiVersion' || last === 'kind' ? 'bookkeeping' : undefined;
  if (first === 'metadata' && names.length === 2 && bookkeeping.has(last)) return 'bookkeeping';
  if (first === 'metadata' && second === 'annotations' && third !== undefined && controllerAnnotations.has(third))
    return 'controller';
  if ((last === 'uid' || last === 'resourceVersion') && references.has(names.at(-2) ?? '')) return 'bookkeeping';
  if (jobLabels.test(last) && /^(?:labels|matchLabels)$/.test(names.at(-2) ?? '')) return 'bookkeeping';
  // What a template of volume claims says of its state, and the time that no object has yet.
  if (last === 'creationTimestamp' || (last === 'status' && names.includes('volumeClaimTemplates'))) return 'bookkeeping';
  return undefined;
};

const renewed: ReadonlySet<ResourceName> = new Set([
  'events',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'leasecandidates.coordination.k8s.io',
]);

const derived: ReadonlySet<ResourceName> = new Set([
  'componentstatuses',
  'csistoragecapacities.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'ipaddresses.networking.k8s.io',
  'storageversions.internal.apiserver.k8s.io',
  'nodes.metrics.k8s.io',
  'pods.metrics.k8s.io',
  'resourceslices.resource.k8s.io',
]);

/** Resources that move by themselves as a whole. */
export const resourceLeftOut = (resource: ResourceName): LeftOut | undefined =>
  renewed.has(resource) ? 'renewed' : derived.has(resource) ? 'derived' : undefined;
