import type { CaptureOptions } from '#contract/capture';
import type { ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import { builtinGroups, builtinResource } from '#kube/builtin-resources';

/**
 * Built-in resources that rules, graph or evidence use, what others wait for first, then the long lists: their pages come
 * one after another, so they start early.
 */
export const collectedBuiltins: readonly string[] = [
  'namespaces',
  'nodes',
  'pods',
  'secrets',
  'configmaps',
  'replicasets.apps',
  'events',
  'endpointslices.discovery.k8s.io',
  'serviceaccounts',
  'services',
  'jobs.batch',
  'deployments.apps',
  'rolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
  'statefulsets.apps',
  'daemonsets.apps',
  'cronjobs.batch',
  'replicationcontrollers',
  'podtemplates',
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses.storage.k8s.io',
  'csidrivers.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'ingresses.networking.k8s.io',
  'ingressclasses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'horizontalpodautoscalers.autoscaling',
  'poddisruptionbudgets.policy',
  'resourcequotas',
  'limitranges',
  'priorityclasses.scheduling.k8s.io',
  'runtimeclasses.node.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'apiservices.apiregistration.k8s.io',
  'certificatesigningrequests.certificates.k8s.io',
  'clustertrustbundles.certificates.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'resourceclaims.resource.k8s.io',
  'resourceclaimtemplates.resource.k8s.io',
  'deviceclasses.resource.k8s.io',
];

const collected = new Set(collectedBuiltins);

/** Groups of aggregated servers that serve numbers of the moment, no objects. */
const momentary = new Set(['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io']);

/** Why a resource that is served is not asked for. */
export interface Skipped {
  readonly type: ResourceType;
  readonly reason: string;
}

export interface Selection {
  readonly read: readonly ResourceType[];
  readonly skipped: readonly Skipped[];
  /** Built-ins that we would read and this server does not serve. */
  readonly notServed: readonly ResourceType[];
}

export const isCustom = (type: ResourceType): boolean => !builtinGroups.has(type.group);

/** What of all that is served is read, in the order in which to ask. */
export const select = (types: readonly ResourceType[], options: CaptureOptions): Selection => {
  const byName = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  const excluded = new Set(options.excludeResources ?? []);
  const read: ResourceType[] = [];
  const skipped: Skipped[] = [];
  const judge = (type: ResourceType): void => {
    const reason = reasonToSkip(type, options, excluded);
    if (reason === undefined) read.push(type);
    else skipped.push({ type, reason });
  };
  const notServed: ResourceType[] = [];
  for (const name of collectedBuiltins) {
    const served = byName.get(name);
    const builtin = builtinResource(name);
    if (served !== undefined) judge(served);
    else if (builtin !== undefined) notServed.push(builtin);
  }
  for (const [name, type] of byName) if (!collected.has(name) && type.verbs.includes('list')) judge(type);
  return { read, skipped, notServed };
};

const reasonToSkip = (type: ResourceType, options: CaptureOptions, excluded: ReadonlySet<string>): string | undefined => {
  const name = resourceName(type.group, type.resource);
  if (excluded.has(name)) return 'Excluded by the options of this capture.';
  if (momentary.has(type.group)) return 'Holds measurements of the moment, no objects.';
  if (!isCustom(type) && !collected.has(name)) return 'No rule, graph or evidence uses it.';
  if (!type.verbs.includes('list')) return 'The server offers no list of it.';
  return isCustom(type) && options.customResources === false ? 'Custom resources are switched off for this capture.' : undefined;
};
