import type { ResourceName } from '#contract/kube';

/** What the attack graph reads: rules that ask for its ways need all of it. */
export const attackResources: readonly ResourceName[] = [
  'namespaces',
  'nodes',
  'pods',
  'replicationcontrollers',
  'deployments.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'replicasets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'serviceaccounts',
  'secrets',
  'configmaps',
  'services',
  'persistentvolumes',
  'persistentvolumeclaims',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
];
