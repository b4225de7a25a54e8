import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';
import { bindingSubjects } from '#kube/rbac/subjects';

/** Labels by which cloud providers and add-on managers mark what is theirs. */
const markLabels: readonly (readonly [label: string, vendor: string])[] = [
  ['eks.amazonaws.com/component', 'Amazon EKS'],
  ['addonmanager.kubernetes.io/mode', 'the add-on manager'],
  ['kubernetes.azure.com/managedby', 'Azure AKS'],
  ['components.gke.io/component-name', 'Google GKE'],
];

const namePrefixes: readonly (readonly [prefix: string, vendor: string])[] = [
  ['eks:', 'Amazon EKS'],
  ['gce:', 'Google GKE'],
  ['gke-', 'Google GKE'],
  ['aks-', 'Azure AKS'],
  ['openshift-', 'OpenShift'],
  ['system:openshift:', 'OpenShift'],
];

/** The vendor whose mark an object bears; null for none. Anybody who may write it can put the mark there. */
export const vendorOf = (object: KubeObject): string | null => {
  const byLabel = markLabels.find(([label]) => textAt(object.metadata, 'labels', label) !== undefined);
  if (byLabel !== undefined) return byLabel[1];
  return namePrefixes.find(([prefix]) => object.metadata.name.startsWith(prefix))?.[1] ?? null;
};

// Exact names but for OpenShift, which reserves its prefix: whoever may make namespaces could make another `gke-…`.
const systemNamespaces =
  /^(kube-system|kube-node-lease|gke-system|gke-managed-system|gmp-system|aks-command|amazon-cloudwatch|openshift(-.*)?)$/;
const systemUsers = /^(system:(?!anonymous$|serviceaccount:)|eks:|aks-|gke-)/;
const systemGroups = /^(system:(nodes|node-proxier|monitoring|bootstrappers(:.*)?|openshift.*)$|eks:)/;

const isSystemIdentity = (kind: string, name: string, namespace: string): boolean => {
  if (kind === 'ServiceAccount') return systemNamespaces.test(namespace);
  return kind === 'User' ? systemUsers.test(name) : kind === 'Group' && systemGroups.test(name);
};

/** Whether each subject is an identity that only the system or the provider holds: no person, no group of everybody. */
export const isVendorBinding = (binding: KubeObject): boolean =>
  bindingSubjects(binding).every(({ kind, name, namespace }) =>
    isSystemIdentity(kind, name, namespace ?? binding.metadata.namespace ?? ''),
  );
