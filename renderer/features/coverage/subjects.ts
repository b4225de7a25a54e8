/** What a resource is about, in the words of the people who look for it. */
export type Subject =
  | 'Workloads'
  | 'Access'
  | 'Secrets'
  | 'Configuration'
  | 'Network'
  | 'Scaling and limits'
  | 'Storage'
  | 'Cluster'
  | 'Admission'
  | 'Custom resources'
  | 'Other';

export const subjects: readonly Subject[] = [
  'Workloads',
  'Access',
  'Secrets',
  'Configuration',
  'Network',
  'Scaling and limits',
  'Storage',
  'Cluster',
  'Admission',
  'Custom resources',
  'Other',
];

const byGroup: Readonly<Record<string, Subject>> = {
  apps: 'Workloads',
  batch: 'Workloads',
  'rbac.authorization.k8s.io': 'Access',
  'certificates.k8s.io': 'Access',
  'networking.k8s.io': 'Network',
  'discovery.k8s.io': 'Network',
  autoscaling: 'Scaling and limits',
  policy: 'Scaling and limits',
  'scheduling.k8s.io': 'Scaling and limits',
  'storage.k8s.io': 'Storage',
  'resource.k8s.io': 'Storage',
  'admissionregistration.k8s.io': 'Admission',
  'node.k8s.io': 'Cluster',
  'apiextensions.k8s.io': 'Cluster',
  'apiregistration.k8s.io': 'Cluster',
  'flowcontrol.apiserver.k8s.io': 'Cluster',
  plumbline: 'Cluster',
};

const core: Readonly<Record<string, Subject>> = {
  pods: 'Workloads',
  replicationcontrollers: 'Workloads',
  podtemplates: 'Workloads',
  serviceaccounts: 'Access',
  secrets: 'Secrets',
  configmaps: 'Configuration',
  services: 'Network',
  endpoints: 'Network',
  limitranges: 'Scaling and limits',
  resourcequotas: 'Scaling and limits',
  persistentvolumes: 'Storage',
  persistentvolumeclaims: 'Storage',
  namespaces: 'Cluster',
  nodes: 'Cluster',
};

/** Groups of Kubernetes itself end in `.k8s.io` or have no dot; all else came by a definition. */
const isBuiltin = (group: string): boolean => !group.includes('.') || group.endsWith('.k8s.io');

export const subjectOf = ({ group, resource }: { readonly group: string; readonly resource: string }): Subject => {
  if (group === '') return core[resource] ?? 'Other';
  return byGroup[group] ?? (isBuiltin(group) ? 'Other' : 'Custom resources');
};
