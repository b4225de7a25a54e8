import type { ResourceName } from '#contract/kube';

/** What ways to admin read of Kubernetes' own kinds (a test records it): rules that ask for its ways need all of it. */
export const attackResources: readonly ResourceName[] = [
  'clusterrolebindings.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'configmaps',
  'cronjobs.batch',
  'daemonsets.apps',
  'deployments.apps',
  'jobs.batch',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'replicasets.apps',
  'replicationcontrollers',
  'rolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'secrets',
  'serviceaccounts',
  'statefulsets.apps',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
];

/** What it reads of others' kinds, where the server has them. */
export const attackCustomResources: readonly ResourceName[] = [
  'accessentries.eks.services.k8s.aws',
  'azureidentities.aadpodidentity.k8s.io',
  'azureidentitybindings.aadpodidentity.k8s.io',
  'clusterissuers.cert-manager.io',
  'helmreleases.helm.toolkit.fluxcd.io',
  'issuers.cert-manager.io',
  'prometheuses.monitoring.coreos.com',
  'securitycontextconstraints.security.openshift.io',
];
