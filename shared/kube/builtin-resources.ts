import type { ResourceName, ResourceType } from '#contract/kube';
import { groupOf, resourceName, versionOf } from '#contract/kube';

/**
 * Every resource that Kubernetes 1.25–1.37 serves by itself: `group version`, then `Kind/plural`, a `*` before those that
 * stand in no namespace. The version is the newest that any of these releases prefers; a cluster's own comes from
 * discovery. Source: the type declarations of k8s.io/api v0.37.2 (`+genclient`, `+genclient:nonNamespaced`), and the release
 * notes for what was there only for a while (ClusterCIDR, PodScheduling, ResourceClass …).
 */
const served = `
 v1: Binding/bindings *ComponentStatus/componentstatuses ConfigMap/configmaps Endpoints/endpoints Event/events LimitRange/limitranges *Namespace/namespaces *Node/nodes *PersistentVolume/persistentvolumes PersistentVolumeClaim/persistentvolumeclaims Pod/pods PodTemplate/podtemplates ReplicationController/replicationcontrollers ResourceQuota/resourcequotas Secret/secrets Service/services ServiceAccount/serviceaccounts
admissionregistration.k8s.io v1: *MutatingAdmissionPolicy/mutatingadmissionpolicies *MutatingAdmissionPolicyBinding/mutatingadmissionpolicybindings *MutatingWebhookConfiguration/mutatingwebhookconfigurations *ValidatingAdmissionPolicy/validatingadmissionpolicies *ValidatingAdmissionPolicyBinding/validatingadmissionpolicybindings *ValidatingWebhookConfiguration/validatingwebhookconfigurations
apiextensions.k8s.io v1: *CustomResourceDefinition/customresourcedefinitions
apiregistration.k8s.io v1: *APIService/apiservices
apps v1: ControllerRevision/controllerrevisions DaemonSet/daemonsets Deployment/deployments ReplicaSet/replicasets StatefulSet/statefulsets
authentication.k8s.io v1: *SelfSubjectReview/selfsubjectreviews *TokenReview/tokenreviews
authorization.k8s.io v1: LocalSubjectAccessReview/localsubjectaccessreviews *SelfSubjectAccessReview/selfsubjectaccessreviews *SelfSubjectRulesReview/selfsubjectrulesreviews *SubjectAccessReview/subjectaccessreviews
autoscaling v2: HorizontalPodAutoscaler/horizontalpodautoscalers
batch v1: CronJob/cronjobs Job/jobs
certificates.k8s.io v1: *CertificateSigningRequest/certificatesigningrequests *ClusterTrustBundle/clustertrustbundles PodCertificateRequest/podcertificaterequests
coordination.k8s.io v1: Lease/leases
coordination.k8s.io v1beta1: LeaseCandidate/leasecandidates
discovery.k8s.io v1: EndpointSlice/endpointslices
events.k8s.io v1: Event/events
flowcontrol.apiserver.k8s.io v1: *FlowSchema/flowschemas *PriorityLevelConfiguration/prioritylevelconfigurations
internal.apiserver.k8s.io v1alpha1: *StorageVersion/storageversions
lifecycle.k8s.io v1alpha1: EvictionRequest/evictionrequests
networking.k8s.io v1: Ingress/ingresses *IngressClass/ingressclasses *IPAddress/ipaddresses NetworkPolicy/networkpolicies *ServiceCIDR/servicecidrs
networking.k8s.io v1alpha1: *ClusterCIDR/clustercidrs
node.k8s.io v1: *RuntimeClass/runtimeclasses
policy v1: PodDisruptionBudget/poddisruptionbudgets
rbac.authorization.k8s.io v1: *ClusterRole/clusterroles *ClusterRoleBinding/clusterrolebindings Role/roles RoleBinding/rolebindings
resource.k8s.io v1: *DeviceClass/deviceclasses *DeviceTaintRule/devicetaintrules ResourceClaim/resourceclaims ResourceClaimTemplate/resourceclaimtemplates *ResourceSlice/resourceslices
resource.k8s.io v1alpha3: PodSchedulingContext/podschedulingcontexts *ResourcePoolStatusRequest/resourcepoolstatusrequests
resource.k8s.io v1alpha2: *ResourceClass/resourceclasses ResourceClaimParameters/resourceclaimparameters ResourceClassParameters/resourceclassparameters
resource.k8s.io v1alpha1: PodScheduling/podschedulings
scheduling.k8s.io v1: *PriorityClass/priorityclasses
scheduling.k8s.io v1beta1: PodGroup/podgroups Workload/workloads
scheduling.k8s.io v1alpha3: CompositePodGroup/compositepodgroups
storage.k8s.io v1: *CSIDriver/csidrivers *CSINode/csinodes CSIStorageCapacity/csistoragecapacities *StorageClass/storageclasses *VolumeAttachment/volumeattachments *VolumeAttributesClass/volumeattributesclasses
storagemigration.k8s.io v1: *StorageVersionMigration/storageversionmigrations
`;

/** What can only be created: reviews and bindings are asked, never listed. */
const createOnly = new Set([
  'Binding',
  'SelfSubjectReview',
  'TokenReview',
  'LocalSubjectAccessReview',
  'SelfSubjectAccessReview',
  'SelfSubjectRulesReview',
  'SubjectAccessReview',
]);

const readable = ['get', 'list'];

const parseLine = (line: string): readonly ResourceType[] => {
  const colon = line.indexOf(':');
  const [group = '', version = ''] = line.slice(0, colon).split(' ');
  return line
    .slice(colon + 2)
    .split(' ')
    .map(word => {
      const namespaced = !word.startsWith('*');
      const [kind = '', resource = ''] = word.slice(namespaced ? 0 : 1).split('/');
      return { group, version, resource, kind, namespaced, verbs: createOnly.has(kind) ? ['create'] : readable };
    });
};

export const builtinResources: readonly ResourceType[] = served
  .split('\n')
  .filter(line => line.includes(':'))
  .flatMap(parseLine);

const byName = new Map(builtinResources.map(type => [resourceName(type.group, type.resource), type]));
const byKind = new Map(builtinResources.map(type => [`${type.group}/${type.kind}`, type]));

/** API groups that the API server itself serves; every other group is a custom resource's or an aggregated server's. */
export const builtinGroups: ReadonlySet<string> = new Set(builtinResources.map(type => type.group));

export const builtinResource = (name: ResourceName): ResourceType | undefined => byName.get(name);

/** Groups that built-in kinds stood in once: manifests still say so, and the kind is the same. */
const formerGroups: Readonly<Record<string, readonly string[]>> = {
  extensions: ['apps', 'networking.k8s.io'],
};

/**
 * Custom resources of well-known projects that stand in no namespace, and plurals that the guess would miss: files do not
 * say either, and no cluster is there to ask.
 */
const knownCustom: Readonly<Record<string, { readonly resource: string; readonly namespaced: boolean }>> = {
  'gateway.networking.k8s.io/GatewayClass': { resource: 'gatewayclasses', namespaced: false },
  'cert-manager.io/ClusterIssuer': { resource: 'clusterissuers', namespaced: false },
  'kyverno.io/ClusterPolicy': { resource: 'clusterpolicies', namespaced: false },
  'templates.gatekeeper.sh/ConstraintTemplate': { resource: 'constrainttemplates', namespaced: false },
  'external-secrets.io/ClusterSecretStore': { resource: 'clustersecretstores', namespaced: false },
  'external-secrets.io/ClusterExternalSecret': { resource: 'clusterexternalsecrets', namespaced: false },
  'cilium.io/CiliumClusterwideNetworkPolicy': { resource: 'ciliumclusterwidenetworkpolicies', namespaced: false },
  'crd.projectcalico.org/GlobalNetworkPolicy': { resource: 'globalnetworkpolicies', namespaced: false },
  'projectcalico.org/GlobalNetworkPolicy': { resource: 'globalnetworkpolicies', namespaced: false },
  'policy.networking.k8s.io/AdminNetworkPolicy': { resource: 'adminnetworkpolicies', namespaced: false },
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy': { resource: 'baselineadminnetworkpolicies', namespaced: false },
  'snapshot.storage.k8s.io/VolumeSnapshotClass': { resource: 'volumesnapshotclasses', namespaced: false },
  'snapshot.storage.k8s.io/VolumeSnapshotContent': { resource: 'volumesnapshotcontents', namespaced: false },
  'monitoring.coreos.com/Prometheus': { resource: 'prometheuses', namespaced: true },
  'policy/PodSecurityPolicy': { resource: 'podsecuritypolicies', namespaced: false },
  'security.openshift.io/SecurityContextConstraints': { resource: 'securitycontextconstraints', namespaced: false },
};

/** Gatekeeper constraints are one kind a template, all cluster-scoped. */
const clusterScopedGroups: ReadonlySet<string> = new Set(['constraints.gatekeeper.sh']);

/**
 * The plural by the rule of English that code generators use (`Policy` → `policies`, `Class` → `classes`, `Gateway` →
 * `gateways`): a guess, right for nearly all CRDs, and the same guess wherever a kind is met without discovery.
 */
export const guessPlural = (kind: string): string => {
  const lower = kind.toLowerCase();
  if (/(?:s|x|z|ch|sh)$/.test(lower)) return `${lower}es`;
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return `${lower}s`;
};

const custom = (group: string, kind: string): { readonly resource: string; readonly namespaced: boolean } =>
  knownCustom[`${group}/${kind}`] ?? {
    resource: clusterScopedGroups.has(group) ? kind.toLowerCase() : guessPlural(kind),
    // Without discovery nothing tells the scope; `Cluster…` kinds are cluster-scoped by a firm custom, the rest is not.
    namespaced: !clusterScopedGroups.has(group) && !/^Cluster[A-Z]/.test(kind),
  };

/** The type of a kind in a file, where there is no discovery. Unknown kinds get the guess above; the version is the file's own. */
export const typeOfKind = (apiVersion: string, kind: string): ResourceType => {
  const group = groupOf(apiVersion);
  const version = versionOf(apiVersion);
  for (const candidate of [group, ...(formerGroups[group] ?? [])]) {
    const known = byKind.get(`${candidate}/${kind}`);
    if (known !== undefined) return { ...known, version };
  }
  return { group, version, kind, verbs: readable, ...custom(group, kind) };
};
